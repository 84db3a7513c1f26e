// SPDX-License-Identifier: MIT
#include "harness/mail/xtext.h"

#include <cstddef>

namespace postiche::mail {

namespace {

constexpr std::string_view hex_digits = "0123456789ABCDEF";

// xchar = any ASCII CHAR between "!" (33) and "~" (126), except "+" and "="   RFC 3461 sec 4
bool is_xchar(char c) { return c >= '!' && c <= '~' && c != '+' && c != '='; }

}  // namespace

std::string encode_xtext(std::string_view bytes) {
  std::string out;
  for (char c : bytes) {
    if (is_xchar(c)) {
      out += c;
      continue;
    }
    const auto octet = static_cast<unsigned char>(c);
    out += '+';
    out += hex_digits[octet >> 4];
    out += hex_digits[octet & 15];
  }
  return out;
}

// xtext   = *( xchar / hexchar )                                RFC 3461 sec 4
// hexchar = ASCII "+" immediately followed by two upper case hexadecimal digits
std::optional<std::string> decode_xtext(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_xchar(text[i])) {
      out += text[i];
      continue;
    }
    if (text[i] != '+' || text.size() - i < 3) return std::nullopt;
    const std::size_t high = hex_digits.find(text[i + 1]);
    const std::size_t low = hex_digits.find(text[i + 2]);
    if (high > 15 || low > 15) return std::nullopt;
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return out;
}

}  // namespace postiche::mail
