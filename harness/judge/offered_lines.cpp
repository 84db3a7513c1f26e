// SPDX-License-Identifier: MIT
#include "harness/judge/offered_lines.h"

#include "harness/base/ascii.h"

namespace postiche::judge {

std::optional<std::string_view> OfferedLines::find(std::string_view keyword) const {
  for (const std::string_view line : lines_) {
    const std::string_view word = line.substr(0, line.find(' '));
    if (!ascii::equal_ignoring_case(word, keyword)) continue;
    return ascii::trim(line.substr(word.size()));
  }
  return std::nullopt;
}

bool OfferedLines::lists(std::string_view keyword, std::string_view word) const {
  const auto words = find(keyword);
  return words && ascii::contains_ignoring_case(ascii::split(*words, ' '), word);
}

}  // namespace postiche::judge
