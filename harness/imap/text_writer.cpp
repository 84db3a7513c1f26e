// SPDX-License-Identifier: MIT
#include "harness/imap/text_writer.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "harness/base/ascii.h"
#include "harness/base/utf8.h"
#include "harness/imap/characters.h"

namespace postiche::imap {

namespace {

// Longer ones are literals: there are clients whose lines end somewhere.
constexpr std::size_t longest_quoted = 1000;
constexpr char instead_of_nul = '\x80';

// quoted = DQUOTE *QUOTED-CHAR DQUOTE                           RFC 9051 sec 9
// QUOTED-CHAR = <any TEXT-CHAR except quoted-specials> / "\" quoted-specials / UTF8-2 / ...
bool is_quotable(std::string_view text, Encoding encoding) {
  if (text.size() > longest_quoted) return false;
  bool has_8bit = false;
  for (const char c : text) {
    if (c == '\0' || c == '\r' || c == '\n') return false;
    has_8bit = has_8bit || ascii::is_8bit(c);
  }
  return !has_8bit || (encoding == Encoding::utf8 && utf8::is_valid(text));
}

void append_announcement(std::string& out, std::string_view opening, std::size_t count) {
  out += opening;
  append_number(out, count);
  out += "}\r\n";
}

// The octets behind `from` in `out`.
void replace_nuls(std::string& out, std::size_t from) {
  std::replace(out.begin() + static_cast<std::ptrdiff_t>(from), out.end(), '\0', instead_of_nul);
}

}  // namespace

void append_number(std::string& out, std::uint64_t number) {
  std::array<char, 20> digits;
  const auto written = std::to_chars(digits.begin(), digits.end(), number);
  out.append(digits.data(), written.ptr);
}

void append_string(std::string& out, std::string_view text, Encoding encoding) {
  if (!is_quotable(text, encoding)) {
    append_announcement(out, "{", text.size());
    const std::size_t begin = out.size();
    out += text;
    return replace_nuls(out, begin);
  }
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  out += '"';
}

void append_nstring(std::string& out, const std::optional<std::string>& text, Encoding encoding) {
  if (!text) {
    out += "NIL";
    return;
  }
  append_string(out, *text, encoding);
}

void append_astring(std::string& out, std::string_view text, Encoding encoding) {
  if (!text.empty() && std::all_of(text.begin(), text.end(), is_astring_char)) {
    out += text;
    return;
  }
  append_string(out, text, encoding);
}

// literal = "{" number64 ["+"] "}" CRLF *CHAR8                  RFC 9051 sec 9
void append_literal(std::string& out, const Rope& octets, Range range) {
  if (range.empty()) {
    out += "\"\"";
    return;
  }
  append_announcement(out, "{", range.size());
  const std::size_t begin = out.size();
  octets.for_each_piece(range, [&](std::string_view piece) { out += piece; });
  replace_nuls(out, begin);
}

// literal8 = "~{" number64 "}" CRLF *OCTET                      RFC 9051 sec 9
void append_binary(std::string& out, std::string_view octets) {
  if (octets.empty()) {
    out += "\"\"";
    return;
  }
  const bool has_nul = octets.find('\0') != std::string_view::npos;
  append_announcement(out, has_nul ? "~{" : "{", octets.size());
  out += octets;
}

}  // namespace postiche::imap
