// SPDX-License-Identifier: MIT
#include "harness/engine/budget.h"

namespace postiche::engine {

bool is_over(const scenario::Rate& rate, const Tally& tally, VirtualTime now) {
  return tally.recent.size() > rate.count && now - tally.recent.from_end(rate.count) < rate.window;
}

namespace {

enum class Bar { none, over, too_early, before_first, between, used_up };

// What keeps the rule from its turn.
Bar bar(const scenario::Budget& budget, const Tally& tally, Duration age) {
  if (budget.for_time && age >= *budget.for_time) return Bar::over;
  if (budget.from_time && age < *budget.from_time) return Bar::too_early;
  if (tally.count <= budget.after) return Bar::before_first;
  if ((tally.count - budget.after) % budget.every != 0) return Bar::between;
  return budget.times && tally.fired >= *budget.times ? Bar::used_up : Bar::none;
}

}  // namespace

bool has_turn(const scenario::Budget& budget, const Tally& tally, Duration age) {
  return bar(budget, tally, age) == Bar::none;
}

std::string obstacle(const scenario::Budget& budget, const Tally& tally, Duration age) {
  if (budget.over && !is_over(*budget.over, tally, tally.last)) {
    return "not over " + std::to_string(budget.over->count) + " per " +
           to_text(budget.over->window);
  }
  const std::string seen = std::to_string(tally.count);
  switch (bar(budget, tally, age)) {
    case Bar::over:
      return "its " + to_text(*budget.for_time) + " are over";
    case Bar::too_early:
      return "it begins after " + to_text(*budget.from_time);
    case Bar::before_first:
      return "it begins after " + std::to_string(budget.after) + ", this was " + seen;
    case Bar::between:
      return "it speaks at every " + std::to_string(budget.every) + ", this was " + seen;
    case Bar::used_up:
      return "times used up, " + std::to_string(tally.fired) + " of " +
             std::to_string(*budget.times);
    case Bar::none:
      break;
  }
  return "by chance";
}

}  // namespace postiche::engine
