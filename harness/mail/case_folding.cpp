// SPDX-License-Identifier: MIT
#include "harness/mail/case_folding.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "harness/base/ascii.h"
#include "harness/base/utf8.h"

namespace postiche::mail {

namespace {

// Capitals from `first` to `last` have their small letter `distance` further on. Of pairs in
// alternation only every second is a capital.
struct Capitals {
  std::uint32_t first, last;
  std::int32_t distance;
  std::uint32_t step = 1;
};

// In ascending order.
constexpr std::array<Capitals, 24> capitals = {{
    {0xC0, 0xD6, 32},        // Latin-1
    {0xD8, 0xDE, 32},        //
    {0x100, 0x12E, 1, 2},    // Latin Extended-A
    {0x132, 0x136, 1, 2},    //
    {0x139, 0x147, 1, 2},    //
    {0x14A, 0x176, 1, 2},    //
    {0x178, 0x178, -121},    //
    {0x179, 0x17D, 1, 2},    //
    {0x1A0, 0x1A4, 1, 2},    // Vietnamese among Latin Extended-B
    {0x1AF, 0x1AF, 1},       //
    {0x1CD, 0x1DB, 1, 2},    // Pinyin
    {0x1DE, 0x1EE, 1, 2},    //
    {0x1F8, 0x21E, 1, 2},    // Romanian among others
    {0x386, 0x386, 38},      // Greek
    {0x388, 0x38A, 37},      //
    {0x38C, 0x38C, 64},      //
    {0x38E, 0x38F, 63},      //
    {0x391, 0x3A1, 32},      //
    {0x3A3, 0x3AB, 32},      //
    {0x400, 0x40F, 80},      // Cyrillic
    {0x410, 0x42F, 32},      //
    {0x460, 0x480, 1, 2},    //
    {0x531, 0x556, 48},      // Armenian
    {0x1E00, 0x1EFE, 1, 2},  // Latin Extended Additional
}};

constexpr std::uint32_t final_sigma = 0x3C2, sigma = 0x3C3, sharp_capital_s = 0x1E9E;

std::uint32_t small_letter(std::uint32_t letter) {
  if (letter == final_sigma) return sigma;
  // In the row that alternates, but no part of it.
  if (letter >= 0x1E96 && letter <= sharp_capital_s)
    return letter == sharp_capital_s ? 0xDF : letter;
  const auto row =
      std::lower_bound(capitals.begin(), capitals.end(), letter,
                       [](const Capitals& each, std::uint32_t value) { return each.last < value; });
  if (row == capitals.end() || letter < row->first) return letter;
  if ((letter - row->first) % row->step != 0) return letter;
  return static_cast<std::uint32_t>(static_cast<std::int32_t>(letter) + row->distance);
}

// The character that `octets` are, which are well formed and more than one.
std::uint32_t code_point_of(std::string_view octets) {
  std::uint32_t out = static_cast<unsigned char>(octets.front()) & (0xFFu >> (octets.size() + 1));
  for (const char c : octets.substr(1)) out = out << 6 | (static_cast<unsigned char>(c) & 0x3F);
  return out;
}

}  // namespace

std::string fold_case(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    if (!ascii::is_8bit(text.front())) {
      out += ascii::lower(text.front());
      text.remove_prefix(1);
      continue;
    }
    const std::size_t length = std::max<std::size_t>(utf8::leading_character(text), 1);
    const std::string_view character = text.substr(0, length);
    if (length == 2 || length == 3) {
      out += utf8::encode(small_letter(code_point_of(character)));
    } else {
      out += character;
    }
    text.remove_prefix(length);
  }
  return out;
}

// By Knuth, Morris and Pratt: std::string::find takes the product of both lengths.
bool contains_folded(std::string_view text, std::string_view folded_needle) {
  if (folded_needle.empty()) return true;
  // For each octet of the needle: how much of its beginning ends here, itself not counted.
  std::vector<std::size_t> borders(folded_needle.size(), 0);
  const auto advance = [&](std::size_t matched, char c) {
    while (matched > 0 && folded_needle[matched] != c) matched = borders[matched - 1];
    return folded_needle[matched] == c ? matched + 1 : matched;
  };
  std::size_t matched = 0;
  for (std::size_t i = 1; i < folded_needle.size(); ++i) {
    borders[i] = matched = advance(matched, folded_needle[i]);
  }
  matched = 0;
  for (const char c : fold_case(text)) {
    matched = advance(matched, c);
    if (matched == folded_needle.size()) return true;
  }
  return false;
}

}  // namespace postiche::mail
