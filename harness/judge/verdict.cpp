// SPDX-License-Identifier: MIT
#include "harness/judge/verdict.h"

#include <algorithm>
#include <array>

namespace postiche::judge {
namespace {

struct Row {
  std::string_view name;
  int badness;
};

// In the order of Outcome.
constexpr std::array<Row, 7> rows{{{"PASS", 0},
                                   {"WARN", 1},
                                   {"FAIL", 3},
                                   {"INFO", 0},
                                   {"SKIP", 0},
                                   {"UNRESOLVED", 2},
                                   {"ERROR", 4}}};

const Row& row(Outcome outcome) { return rows[static_cast<std::size_t>(outcome)]; }

}  // namespace

std::string_view name(Outcome outcome) { return row(outcome).name; }

std::optional<Outcome> find_outcome(std::string_view name) {
  const auto* const found =
      std::find_if(rows.begin(), rows.end(), [&](const Row& one) { return one.name == name; });
  if (found == rows.end()) return std::nullopt;
  return static_cast<Outcome>(found - rows.begin());
}

Outcome worst(const std::vector<Verdict>& verdicts) {
  Outcome worst = Outcome::pass;
  for (const Verdict& verdict : verdicts) {
    if (row(verdict.outcome).badness > row(worst).badness) worst = verdict.outcome;
  }
  return worst;
}

}  // namespace postiche::judge
