// SPDX-License-Identifier: MIT
// The first line is a pattern, the second a replacement, the rest a text. Invariants: a pattern
// parses or says why not; it matches in bounded time and says the same each time; a glob holds
// exactly where the regular expression of the same meaning does; only `present` and `empty` can
// hold without a value.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "harness/scenario/pattern.h"

namespace {

using namespace postiche::scenario;

void demand(bool holds) {
  if (!holds) std::abort();
}

std::string_view take_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return line;
}

// "/\A(?s:...)\z/i" of a glob.
std::string regex_of(std::string_view glob) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string regex = "/\\A(?s:";
  for (const char c : glob) {
    if (c == '*') {
      regex += ".*";
    } else if (c == '?') {
      regex += '.';
    } else {
      const auto octet = static_cast<unsigned char>(c);
      regex += "\\x";
      regex += digits[octet >> 4];
      regex += digits[octet & 15];
    }
  }
  return regex + ")\\z/i";
}

bool is_ascii(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) >= 0x80) return false;
  }
  return true;
}

void compare_with_regex(std::string_view text, std::string_view value, bool held) {
  // Beyond ASCII the two fold case differently, and RE2 bounds the size of an expression.
  const bool is_glob = text.find_first_of("*?") != std::string_view::npos && text[0] != '/';
  const bool is_operator = text.find_first_of("<>") == 0;
  if (!is_glob || is_operator || text.size() > 200 || !is_ascii(text) || !is_ascii(value)) return;
  const auto regex = Pattern::parse(regex_of(text));
  demand(static_cast<bool>(regex));
  demand(regex->matches(value) == held);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  const std::string_view text = take_line(rest);
  const std::string with(take_line(rest));
  const auto pattern = Pattern::parse(text);
  if (!pattern) {
    demand(!pattern.error().what.empty());
    return 0;
  }
  Captures captures;
  const bool held = pattern->matches(rest, &captures);
  demand(pattern->matches(rest) == held);
  demand(!pattern->matches(std::nullopt));
  demand(!pattern->describe().empty());
  for (const std::string& name : pattern->group_names()) demand(captures.contains(name) == held);
  const std::string replaced = pattern->replaced(std::string(rest.substr(0, 4096)), with);
  if (!held && rest.size() <= 4096) demand(replaced == rest);
  compare_with_regex(text, rest, held);
  return 0;
}
