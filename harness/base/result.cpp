// SPDX-License-Identifier: MIT
#include "harness/base/result.h"

#include <algorithm>
#include <numeric>

#include "harness/base/ascii.h"

namespace postiche {

void report_bug(const char* condition, const char* file, int line) {
  throw BugError(std::string("bug: ") + condition + " does not hold at " + file + ":" +
                 std::to_string(line));
}

std::string Place::text() const {
  std::string out = file;
  if (line > 0) out += ":" + std::to_string(line);
  if (line > 0 && column > 0) out += ":" + std::to_string(column);
  return out;
}

std::string Error::text() const {
  std::string out = where.text();
  if (!out.empty()) out += ": ";
  out += what;
  if (!hint.empty()) out += "; " + hint;
  return out;
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), row(b.size() + 1), next(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    next[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = ascii::lower(a[i - 1]) == ascii::lower(b[j - 1]) ? 0 : 1;
      next[j] = std::min({row[j] + 1, next[j - 1] + 1, row[j - 1] + change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        next[j] = std::min(next[j], before[j - 2] + 1);
      }
    }
    std::swap(before, row);
    std::swap(row, next);
  }
  return row[b.size()];
}

std::optional<std::string_view> nearest(std::string_view typed,
                                        const std::vector<std::string_view>& words) {
  if (typed.size() > 64) return std::nullopt;
  std::optional<std::string_view> best;
  // A third of the letters may be wrong: enough for a slip, too little for a guess.
  std::size_t limit = std::max<std::size_t>(1, typed.size() / 3) + 1;
  for (std::string_view word : words) {
    const std::size_t d = edit_distance(typed, word);
    if (d < limit) {
      limit = d;
      best = word;
    }
  }
  return best;
}

std::string did_you_mean(std::string_view typed, const std::vector<std::string_view>& words) {
  const auto word = nearest(typed, words);
  return word ? "did you mean '" + std::string(*word) + "'?" : std::string();
}

}  // namespace postiche
