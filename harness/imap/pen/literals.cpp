// SPDX-License-Identifier: MIT
#include "harness/imap/pen/literals.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>

namespace postiche::imap {

namespace {

constexpr char instead_of_nul = '\x80';

// False where there is nothing to announce: that is written.
bool announce(std::string& out, std::string_view opening, std::size_t count) {
  if (count == 0) {
    out += "\"\"";
    return false;
  }
  out += opening;
  append_number(out, count);
  out += "}\r\n";
  return true;
}

}  // namespace

void append_number(std::string& out, std::uint64_t number) {
  std::array<char, 20> digits;
  const auto written = std::to_chars(digits.begin(), digits.end(), number);
  out.append(digits.data(), written.ptr);
}

// literal = "{" number64 ["+"] "}" CRLF *CHAR8                  RFC 9051 sec 9
void append_literal(std::string& out, const Rope& octets, Range range) {
  if (!announce(out, "{", range.size())) return;
  const auto begin = static_cast<std::ptrdiff_t>(out.size());
  octets.for_each_piece(range, [&](std::string_view piece) { out += piece; });
  std::replace(out.begin() + begin, out.end(), '\0', instead_of_nul);
}

// literal8 = "~{" number64 "}" CRLF *OCTET                      RFC 9051 sec 9
void append_binary(std::string& out, std::string_view octets) {
  const bool has_nul = octets.find('\0') != std::string_view::npos;
  if (announce(out, has_nul ? "~{" : "{", octets.size())) out += octets;
}

}  // namespace postiche::imap
