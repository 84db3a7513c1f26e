// SPDX-License-Identifier: MIT
#include "harness/imap/text_writer.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace postiche::imap {

namespace {

constexpr char instead_of_nul = '\x80';

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
