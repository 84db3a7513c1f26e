// SPDX-License-Identifier: MIT
#include "harness/imap/pen/strings.h"

#include <algorithm>
#include <cstddef>

#include "harness/base/ascii.h"
#include "harness/base/utf8.h"
#include "harness/imap/characters.h"
#include "harness/imap/grammar/utf7.h"

namespace postiche::imap {

namespace {

// Above this, quotes only make clients search for their end.
constexpr std::size_t longest_quoted = 4096;

bool is_quotable(std::string_view text, TextForm form) {
  if (text.size() > longest_quoted) return false;
  if (std::any_of(text.begin(), text.end(), ascii::is_control)) return false;
  return !ascii::has_8bit(text) || (form == TextForm::utf8 && utf8::is_valid(text));
}

// quoted = DQUOTE *QUOTED-CHAR DQUOTE                           RFC 9051 sec 9
void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  out += '"';
}

bool is_atom(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_atom_char);
}

bool is_flag(std::string_view text) {
  if (text == "\\*") return true;
  if (text.starts_with('\\')) text.remove_prefix(1);
  return is_atom(text);
}

std::string repaired(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t size = utf8::leading_character(text);
    out.append(size == 0 ? "?" : text.substr(0, size));
    text.remove_prefix(std::max<std::size_t>(size, 1));
  }
  return out;
}

std::string written(std::string_view name, Encoding names) {
  std::string text = repaired(name);
  return names == Encoding::utf8 ? text : to_modified_utf7(text).value_or("?");
}

}  // namespace

void append_string(std::string& out, std::string_view text, TextForm form) {
  if (is_quotable(text, form)) return append_quoted(out, text);
  out.append("{").append(std::to_string(text.size())).append("}\r\n");
  const std::size_t begin = out.size();
  out.append(text);
  std::replace(out.begin() + static_cast<std::ptrdiff_t>(begin), out.end(), '\0', '?');
}

void append_nstring(std::string& out, std::optional<std::string_view> text, TextForm form) {
  text ? append_string(out, *text, form) : void(out.append("NIL"));
}

void append_astring(std::string& out, std::string_view text, TextForm form) {
  // A NIL without quotes is read as nothing by clients that do not look where it stands.
  const bool plain = !text.empty() && std::all_of(text.begin(), text.end(), is_astring_char) &&
                     !ascii::equal_ignoring_case(text, "NIL");
  plain ? void(out.append(text)) : append_string(out, text, form);
}

void append_mailbox(std::string& out, std::string_view name, Encoding names) {
  append_astring(out, written(name, names), text_form(names));
}

void append_prefix(std::string& out, std::string_view name, Encoding names) {
  append_string(out, written(name, names), text_form(names));
}

void append_separator(std::string& out, char separator) {
  if (separator == '\0') {
    out += "NIL";
  } else {
    append_quoted(out, std::string_view(&separator, 1));
  }
}

// flag-list = "(" [flag *(SP flag)] ")"                         RFC 9051 sec 9
void append_flags(std::string& out, std::span<const std::string_view> flags) {
  const char* before = "(";
  for (const std::string_view flag : flags) {
    if (!is_flag(flag)) continue;
    out.append(before).append(flag);
    before = " ";
  }
  out += *before == '(' ? "()" : ")";
}

void append_words(std::string& out, std::span<const std::string> words) {
  for (const std::string& word : words) {
    if (is_atom(word)) out.append(" ").append(word);
  }
}

}  // namespace postiche::imap
