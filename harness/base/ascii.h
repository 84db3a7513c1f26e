// SPDX-License-Identifier: MIT
#pragma once
// ASCII only, whatever the locale says.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postiche::ascii {

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
constexpr char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; }
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_alpha(char c) { return lower(c) >= 'a' && lower(c) <= 'z'; }
constexpr bool is_alnum(char c) { return is_digit(c) || is_alpha(c); }
constexpr bool is_space(char c) { return c == ' ' || c == '\t'; }
// White space, or of an end of line.
constexpr bool is_blank(char c) { return is_space(c) || c == '\r' || c == '\n'; }
constexpr bool is_printable(char c) { return c >= ' ' && c <= '~'; }
constexpr bool is_control(char c) {
  const auto u = static_cast<unsigned char>(c);
  return u < 32 || u == 127;
}
constexpr bool is_8bit(char c) { return static_cast<unsigned char>(c) >= 128; }

bool equal_ignoring_case(std::string_view a, std::string_view b);
// Whether one of `words` is this one.
template <typename Words>
bool contains_ignoring_case(const Words& words, std::string_view word) {
  return std::any_of(std::begin(words), std::end(words),
                     [&](std::string_view each) { return equal_ignoring_case(each, word); });
}
bool starts_with_ignoring_case(std::string_view text, std::string_view prefix);
std::string to_upper(std::string_view text);
std::string to_lower(std::string_view text);
// Without spaces and tabs at both ends.
std::string_view trim(std::string_view text);
std::vector<std::string_view> split(std::string_view text, char separator);
// All of `text` as a decimal number; nothing on any other character or on overflow.
std::optional<std::uint64_t> parse_number(std::string_view text);
bool has_8bit(std::string_view text);

}  // namespace postiche::ascii
