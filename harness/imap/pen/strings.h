// SPDX-License-Identifier: MIT
#pragma once
// Strings, names and flags as a server writes them; none can come out illegal. All append.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "harness/imap/encoding.h"

namespace postiche::imap {

// What quotes may hold: UTF-8 for who has enabled it, RFC 6855 sec 3, RFC 9051 sec 4.3.
enum class TextForm : std::uint8_t { ascii, utf8 };
constexpr TextForm text_form(Encoding names) {
  return names == Encoding::utf8 ? TextForm::utf8 : TextForm::ascii;
}

// In quotes, or as a literal what these may not hold. NUL, which neither may, becomes '?'.
void append_string(std::string& out, std::string_view text, TextForm form);
// The same; NIL for nothing.
void append_nstring(std::string& out, std::optional<std::string_view> text, TextForm form);
// As an atom, where it is one.
void append_astring(std::string& out, std::string_view text, TextForm form);
// `name` is UTF-8; what is not becomes '?'.
void append_mailbox(std::string& out, std::string_view name, Encoding names);
// The same, in quotes even where it is an atom: what NAMESPACE wants.
void append_prefix(std::string& out, std::string_view name, Encoding names);
// "/" in quotes; NIL for '\0', where there is no hierarchy.
void append_separator(std::string& out, char separator);
// In parentheses. "\*" too; what is no flag is left out.
void append_flags(std::string& out, std::span<const std::string_view> flags);
// " A B": each behind a space; what is no atom is left out.
void append_words(std::string& out, std::span<const std::string> words);

}  // namespace postiche::imap
