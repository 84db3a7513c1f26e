// SPDX-License-Identifier: MIT
#include "harness/base/utf8.h"

namespace postiche::utf8 {

// UTF8-2 = %xC2-DF UTF8-tail                                RFC 3629 sec 4
// UTF8-3 = %xE0 %xA0-BF UTF8-tail / %xE1-EC 2( UTF8-tail ) /
//          %xED %x80-9F UTF8-tail / %xEE-EF 2( UTF8-tail )
// UTF8-4 = %xF0 %x90-BF 2( UTF8-tail ) / %xF1-F3 3( UTF8-tail ) /
//          %xF4 %x80-8F 2( UTF8-tail )
std::size_t leading_character(std::string_view text) {
  if (text.empty()) return 0;
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = at(0);
  if (first < 0x80) return 1;
  if (first < 0xC2 || first > 0xF4) return 0;
  const std::size_t length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  if (text.size() < length) return 0;
  unsigned char low = 0x80;
  unsigned char high = 0xBF;
  if (first == 0xE0) low = 0xA0;
  if (first == 0xED) high = 0x9F;
  if (first == 0xF0) low = 0x90;
  if (first == 0xF4) high = 0x8F;
  if (at(1) < low || at(1) > high) return 0;
  for (std::size_t i = 2; i < length; ++i) {
    if ((at(i) & 0xC0) != 0x80) return 0;
  }
  return length;
}

bool is_valid(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = leading_character(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

std::string encode(std::uint32_t code_point) {
  const auto tail = [&](int shift) {
    return static_cast<char>(0x80 | (code_point >> shift & 0x3F));
  };
  const auto head = [&](unsigned mark, int shift) {
    return static_cast<char>(mark | code_point >> shift);
  };
  if (code_point < 0x80) return {head(0, 0)};
  if (code_point < 0x800) return {head(0xC0, 6), tail(0)};
  if (code_point >= 0xD800 && code_point < 0xE000) return {};
  if (code_point < 0x10000) return {head(0xE0, 12), tail(6), tail(0)};
  if (code_point < 0x110000) return {head(0xF0, 18), tail(12), tail(6), tail(0)};
  return {};
}

}  // namespace postiche::utf8
