// SPDX-License-Identifier: MIT
#include "harness/judge/verdict.h"

#include <algorithm>
#include <array>

namespace postiche::judge {
namespace {

struct OutcomeRow {
  std::string_view name;
  int badness;
};

// In the order of Outcome.
constexpr std::array<OutcomeRow, 7> outcome_rows{{{"PASS", 0},
                                                  {"WARN", 1},
                                                  {"FAIL", 3},
                                                  {"INFO", 0},
                                                  {"SKIP", 0},
                                                  {"UNRESOLVED", 2},
                                                  {"ERROR", 4}}};

const OutcomeRow& row_of(Outcome outcome) {
  return outcome_rows[static_cast<std::size_t>(outcome)];
}

}  // namespace

std::string_view name(Outcome outcome) { return row_of(outcome).name; }

std::optional<Outcome> find_outcome(std::string_view name) {
  const auto* const found = std::find_if(outcome_rows.begin(), outcome_rows.end(),
                                         [&](const OutcomeRow& one) { return one.name == name; });
  if (found == outcome_rows.end()) return std::nullopt;
  return static_cast<Outcome>(found - outcome_rows.begin());
}

bool is_failure(const Verdict& expectation) {
  const bool is_unshown =
      expectation.outcome == Outcome::unresolved && expectation.level == scenario::Level::must;
  return is_unshown || expectation.outcome == Outcome::fail ||
         expectation.outcome == Outcome::error;
}

bool is_failure(const Verdict& check, Strictness strictness) {
  const bool counts = strictness == Strictness::all || check.is_enforced;
  return counts && check.outcome == Outcome::fail;
}

Outcome worst(const std::vector<Verdict>& verdicts) {
  Outcome worst = Outcome::pass;
  for (const Verdict& verdict : verdicts) {
    if (row_of(verdict.outcome).badness > row_of(worst).badness) worst = verdict.outcome;
  }
  return worst;
}

}  // namespace postiche::judge
