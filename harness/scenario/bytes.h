// SPDX-License-Identifier: MIT
#pragma once
// The ways to write exact bytes in a scenario: hex, base64, the bytes of a file, line endings.

#include <string>
#include <string_view>
#include <vector>

#include "harness/base/result.h"

namespace postiche::scenario {

// "0d 0a ff": pairs of hex digits, spaces between them as you like. The error has no place.
Result<std::string> decode_hex(std::string_view text);
// RFC 4648 sec 4; spaces and line ends in it are skipped, padding may be missing.
Result<std::string> decode_base64(std::string_view text);
// The bytes of a regular file of at most 64 MB, by its path beside the scenario file.
Result<std::string> read_beside(const std::string& scenario_file, const std::string& path);
// What stands in the folders cur and new of a Maildir beside the scenario, by name.
struct NamedFile {
  std::string name, octets;
};
Result<std::vector<NamedFile>> read_maildir(const std::string& scenario_file,
                                            const std::string& path);

enum class LineEnd { crlf, lf, cr, none };
// Each line of `text`, the last one too, ends so; `none` leaves the text as it is.
std::string with_line_ends(std::string_view text, LineEnd end);

}  // namespace postiche::scenario
