// SPDX-License-Identifier: MIT
#include "harness/mail/xtext.h"

#include <cstddef>
#include <cstdint>

#include "harness/base/utf8.h"

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

namespace {

bool must_be_embedded(std::uint32_t point) {
  return point <= ' ' || point == '+' || point == '=' || point == '\\' || point >= 127;
}

// EmbeddedUnicodeChar = %x5C.78 "{" HEXPOINT "}"                RFC 6533 sec 3
// The octets that `text` starts with stand for this character; `text` loses them. Capital hex
// digits, two at least and no needless zeros, for what could not stand for itself.
std::optional<std::string> take_embedded(std::string_view& text) {
  const std::size_t close = text.find('}');
  if (!text.starts_with("\\x{") || close == std::string_view::npos) return std::nullopt;
  const std::string_view digits = text.substr(3, close - 3);
  if (digits.size() < 2 || digits.size() > 6) return std::nullopt;
  if (digits.size() > 2 && digits.front() == '0') return std::nullopt;
  std::uint32_t point = 0;
  for (const char c : digits) {
    const std::size_t digit = hex_digits.find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    point = point * 16 + static_cast<std::uint32_t>(digit);
  }
  std::string character = utf8::encode(point);
  if (character.empty() || !must_be_embedded(point)) return std::nullopt;
  text.remove_prefix(close + 1);
  return character;
}

}  // namespace

// utf-8-enc-addr = utf-8-addr-xtext / utf-8-addr-unitext / utf-8-address   RFC 6533 sec 3
// QCHAR = %x21-2a / %x2c-3c / %x3e-5b / %x5d-7e
std::optional<std::string> decode_utf8_xtext(std::string_view text) {
  std::string out;
  if (text.empty()) return std::nullopt;
  while (!text.empty()) {
    if (is_xchar(text.front()) && text.front() != '\\') {
      out += text.front();
      text.remove_prefix(1);
    } else if (const std::size_t size = utf8::leading_character(text); size > 1) {
      out += text.substr(0, size);
      text.remove_prefix(size);
    } else if (const auto character = take_embedded(text)) {
      out += *character;
    } else {
      return std::nullopt;
    }
  }
  return out;
}

}  // namespace postiche::mail
