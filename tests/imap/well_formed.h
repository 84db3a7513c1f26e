// SPDX-License-Identifier: MIT
#pragma once
// Reads untagged answers as a strict client does: lists that are closed, strings that end, literals
// as long as they say, and nothing else that is not printable ASCII.

#include <cstddef>
#include <string_view>

#include "harness/base/ascii.h"
#include "harness/base/utf8.h"

namespace postiche::imap::testing {

// Takes the quoted string that `text` begins with.
inline bool take_quoted(std::string_view& text) {
  std::size_t at = 1;
  for (; at < text.size() && text[at] != '"'; ++at) {
    if (text[at] == '\0' || text[at] == '\r' || text[at] == '\n') return false;
    if (text[at] != '\\') continue;
    ++at;
    if (at == text.size() || (text[at] != '"' && text[at] != '\\')) return false;
  }
  if (at >= text.size() || !utf8::is_valid(text.substr(0, at))) return false;
  text.remove_prefix(at + 1);
  return true;
}

// Takes the literal whose "{" `text` begins with.
inline bool take_literal(std::string_view& text, bool is_binary) {
  const std::size_t end = text.find("}\r\n");
  if (end == std::string_view::npos) return false;
  const auto count = ascii::parse_number(text.substr(1, end - 1));
  if (!count || *count > text.size() - end - 3) return false;
  const bool has_nul = text.substr(end + 3, *count).find('\0') != std::string_view::npos;
  text.remove_prefix(end + 3 + *count);
  return has_nul == is_binary;
}

// Takes one line, literals and all, and its CRLF.
inline bool take_response(std::string_view& text) {
  std::size_t depth = 0;
  while (!text.empty() && text.front() != '\r') {
    const char c = text.front();
    const bool is_binary = text.starts_with("~{");
    if (is_binary) text.remove_prefix(1);
    if (c == '"' || c == '{' || is_binary) {
      if (!(c == '"' ? take_quoted(text) : take_literal(text, is_binary))) return false;
      continue;
    }
    if (ascii::is_control(c) || ascii::is_8bit(c) || (c == ')' && depth == 0)) return false;
    depth += c == '(' ? 1u : 0u;
    depth -= c == ')' ? 1u : 0u;
    text.remove_prefix(1);
  }
  const bool is_whole = depth == 0 && text.starts_with("\r\n");
  text.remove_prefix(is_whole ? 2 : 0);
  return is_whole;
}

// One or more such lines.
inline bool is_well_formed(std::string_view text) {
  if (text.empty()) return false;
  while (!text.empty()) {
    if (!text.starts_with("* ") || !take_response(text)) return false;
  }
  return true;
}

}  // namespace postiche::imap::testing
