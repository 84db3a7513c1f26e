// SPDX-License-Identifier: MIT
#pragma once
// Classes of characters: RFC 9051 sec 9.

namespace postiche::imap {

constexpr bool is_list_wildcard(char c) { return c == '%' || c == '*'; }

// ATOM-CHAR: any CHAR but atom-specials
constexpr bool is_atom_char(char c) {
  return c > ' ' && c <= '~' && c != '(' && c != ')' && c != '{' && c != '"' && c != '\\' &&
         c != ']' && !is_list_wildcard(c);
}
// ASTRING-CHAR = ATOM-CHAR / resp-specials
constexpr bool is_astring_char(char c) { return is_atom_char(c) || c == ']'; }
// list-char = ATOM-CHAR / list-wildcards / resp-specials
constexpr bool is_list_char(char c) { return is_astring_char(c) || is_list_wildcard(c); }
// tag = 1*<any ASTRING-CHAR except "+">
constexpr bool is_tag_char(char c) { return is_astring_char(c) && c != '+'; }

}  // namespace postiche::imap
