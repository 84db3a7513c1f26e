// SPDX-License-Identifier: MIT
#include "harness/sasl/prepare.h"

#include <algorithm>
#include <cstddef>
#include <span>

#include "harness/base/utf8.h"

namespace postiche::sasl {

namespace {

struct Range {
  char32_t first, last;
};

bool is_in(std::span<const Range> table, char32_t c) {
  return std::any_of(table.begin(), table.end(),
                     [&](Range range) { return c >= range.first && c <= range.last; });
}

// Other spaces, to become SPACE: RFC 3454 sec C.1.2, by RFC 4013 sec 2.1. U+200B is in the next
// table too; libraries take it for a space.
constexpr Range spaces[] = {{0xA0, 0xA0},     {0x1680, 0x1680}, {0x2000, 0x200B},
                            {0x202F, 0x202F}, {0x205F, 0x205F}, {0x3000, 0x3000}};

// To become nothing: RFC 3454 sec B.1, by RFC 4013 sec 2.1.
constexpr Range nothing[] = {{0xAD, 0xAD},     {0x34F, 0x34F},   {0x1806, 0x1806},
                             {0x180B, 0x180D}, {0x200C, 0x200D}, {0x2060, 0x2060},
                             {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}};

// RFC 4013 sec 2.3. Surrogates are not UTF-8, so they never come here.
constexpr Range prohibited[] = {
    {0x00, 0x1F},       {0x7F, 0x9F},         // controls: RFC 3454 sec C.2
    {0x6DD, 0x6DD},     {0x70F, 0x70F},       // more of them
    {0x180E, 0x180E},   {0x2028, 0x2029},     //
    {0x2061, 0x2063},   {0x206A, 0x206F},     //
    {0x1D173, 0x1D17A},                       //
    {0xE000, 0xF8FF},   {0xF0000, 0x10FFFF},  // private use: RFC 3454 sec C.3
    {0xFDD0, 0xFDEF},                         // no characters: RFC 3454 sec C.4
    {0xFFF9, 0xFFFD},   {0x2FF0, 0x2FFB},     // not for plain text: RFC 3454 sec C.6, C.7
    {0x340, 0x341},     {0x200E, 0x200F},     // change how others look: RFC 3454 sec C.8
    {0x202A, 0x202E},                         //
    {0xE0001, 0xE0001}, {0xE0020, 0xE007F},   // tags: RFC 3454 sec C.9
};

// Of a well-formed character.
char32_t code_point(std::string_view character) {
  const auto lead = static_cast<unsigned char>(character.front());
  if (character.size() == 1) return lead;
  char32_t code = lead & (0x7FU >> character.size());
  for (const char c : character.substr(1))
    code = code << 6 | (static_cast<unsigned char>(c) & 0x3F);
  return code;
}

// The last two of every plane: RFC 3454 sec C.4.
bool is_prohibited(char32_t c) { return (c & 0xFFFE) == 0xFFFE || is_in(prohibited, c); }

}  // namespace

std::optional<std::string> prepare(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t size = utf8::leading_character(text);
    if (size == 0) return std::nullopt;
    const std::string_view character = text.substr(0, size);
    const char32_t code = code_point(character);
    text.remove_prefix(size);
    if (is_in(spaces, code)) {
      out += ' ';
    } else if (is_in(nothing, code)) {
      continue;
    } else if (is_prohibited(code)) {
      return std::nullopt;
    } else {
      out += character;
    }
  }
  return out;
}

std::string prepared_or_same(std::string_view text, Deviations& deviations) {
  if (auto prepared = prepare(text)) return std::move(*prepared);
  note(deviations, utf8::is_valid(text) ? "prohibited-character" : "invalid-utf8");
  return std::string(text);
}

std::string prepared_or_same(std::string_view text) {
  Deviations unasked;
  return prepared_or_same(text, unasked);
}

}  // namespace postiche::sasl
