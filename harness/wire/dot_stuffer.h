// SPDX-License-Identifier: MIT
#pragma once
// Writes a dot-terminated block, as DotBlock reads it: RFC 5321 sec 4.5.2, RFC 1939 sec 3. Bare CR
// and LF stay as they are.

#include <array>
#include <string>
#include <string_view>

namespace postiche::wire {

class DotStuffer {
 public:
  // Appends `content`, which may be cut anywhere, with a dot more where a line begins with one.
  void append(std::string_view content, std::string& out);
  // Appends the end, and a CRLF before it where the content has none.
  void finish(std::string& out);

 private:
  bool begins_line(std::string_view content, std::size_t at) const;

  std::array<char, 2> tail_ = {'\r', '\n'};  // the last two octets; a block begins behind a line
};

}  // namespace postiche::wire
