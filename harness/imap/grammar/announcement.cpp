// SPDX-License-Identifier: MIT
#include "harness/imap/grammar/announcement.h"

#include <algorithm>
#include <cstddef>
#include <limits>

#include "harness/base/ascii.h"

namespace postiche::imap {

// literal = "{" number64 ["+"] "}" CRLF *CHAR8                  RFC 9051 sec 9
// literal8 = "~{" number ["+"] "}" CRLF *OCTET                  RFC 7888 sec 8
std::optional<Announcement> announced_literal(std::string_view line) {
  if (!line.ends_with('}')) return std::nullopt;
  const std::size_t brace = line.rfind('{');
  if (brace == std::string_view::npos) return std::nullopt;
  std::string_view digits = line.substr(brace + 1, line.size() - brace - 2);
  Announcement announcement;
  if (digits.ends_with('+')) {
    announcement.is_non_synchronizing = true;
    digits.remove_suffix(1);
  }
  if (digits.empty() || !std::all_of(digits.begin(), digits.end(), ascii::is_digit)) {
    return std::nullopt;
  }
  announcement.is_binary = brace > 0 && line[brace - 1] == '~';
  announcement.text = line.substr(announcement.is_binary ? brace - 1 : brace);
  const auto size = ascii::parse_number(digits);
  announcement.size = size.value_or(std::numeric_limits<std::uint64_t>::max());
  if (!size) announcement.fault = "literal-size-overflow";
  return announcement;
}

}  // namespace postiche::imap
