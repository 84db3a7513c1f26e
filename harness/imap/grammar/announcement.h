// SPDX-License-Identifier: MIT
#pragma once
// What the end of a line announces: that octets follow, and how many. Knows nothing of commands.

#include <cstdint>
#include <optional>
#include <string_view>

namespace postiche::imap {

struct Announcement {
  std::string_view text;              // "~{5+}": the end of the line
  std::uint64_t size = 0;             // the largest number where it overflows
  bool is_binary = false;             // literal8: RFC 3516 sec 4.4
  bool is_non_synchronizing = false;  // the octets follow unasked: RFC 7888 sec 3, 5
  std::string_view fault;             // "literal-size-overflow", a static string; "" if none
};

// `line` is without its line ending. Nothing where no literal is announced.
std::optional<Announcement> announced_literal(std::string_view line);

}  // namespace postiche::imap
