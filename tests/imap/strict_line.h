// SPDX-License-Identifier: MIT
#pragma once
// Whether bytes are one whole response as RFC 9051 sec 9 and RFC 3501 sec 9 would have it, as far
// as that can be seen without knowing which.

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "harness/base/ascii.h"

namespace postiche::imap::testing {

// Eats what quotes hold, after the first; false where they do not close.
inline bool eat_quoted(std::string_view& bytes) {
  while (!bytes.empty()) {
    const char c = bytes.front();
    bytes.remove_prefix(1);
    if (c == '"') return true;
    if (c == '\r' || c == '\n' || c == '\0') return false;
    if (c != '\\') continue;
    if (bytes.empty() || (bytes.front() != '"' && bytes.front() != '\\')) return false;
    bytes.remove_prefix(1);
  }
  return false;
}

// Eats "5}", CRLF and so many octets, none of them NUL.
inline bool eat_literal(std::string_view& bytes) {
  const std::size_t brace = bytes.find("}\r\n");
  if (brace == std::string_view::npos) return false;
  const auto size = ascii::parse_number(bytes.substr(0, brace));
  bytes.remove_prefix(brace + 3);
  if (!size || *size > bytes.size()) return false;
  const std::string_view octets = bytes.substr(0, static_cast<std::size_t>(*size));
  bytes.remove_prefix(octets.size());
  return octets.find('\0') == std::string_view::npos;
}

// Data, with strings: parentheses and quotes are balanced, what stands bare is printable ASCII, and
// the line ends once.
inline bool is_data(std::string_view bytes) {
  int depth = 0;
  if (!bytes.starts_with("* ")) return false;
  while (!bytes.empty() && bytes != "\r\n") {
    const char c = bytes.front();
    bytes.remove_prefix(1);
    if (c < ' ' || c > '~') return false;
    depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    if (depth < 0) return false;
    if (c == '"' && !eat_quoted(bytes)) return false;
    if (c == '{' && !eat_literal(bytes)) return false;
  }
  return depth == 0 && bytes == "\r\n";
}

// A status: a tag, a word, perhaps a code, and a text, which is never empty unless behind "+".
inline bool is_status(std::string_view bytes) {
  if (!bytes.ends_with("\r\n")) return false;
  bytes.remove_suffix(2);
  if (!std::all_of(bytes.begin(), bytes.end(), [](char c) { return c >= ' ' && c <= '~'; })) {
    return false;
  }
  const bool goes_on = bytes.starts_with("+ ");
  for (int word = goes_on ? 1 : 0; word < 2; ++word) {
    const std::size_t space = bytes.find(' ');
    if (space == 0 || space == std::string_view::npos) return false;
    bytes.remove_prefix(space + 1);
  }
  if (bytes.starts_with('[')) {
    const std::size_t end = bytes.find("] ");
    if (end == std::string_view::npos || end == 1) return false;
    bytes.remove_prefix(end + 2);
  }
  return goes_on || !bytes.empty();
}

}  // namespace postiche::imap::testing
