// SPDX-License-Identifier: MIT
#include "harness/engine/budget.h"

namespace postiche::engine {

bool is_over(const scenario::Rate& rate, const Tally& tally, VirtualTime now) {
  return tally.recent.size() > rate.count && now - tally.recent.from_end(rate.count) < rate.window;
}

bool has_turn(const scenario::Budget& budget, const Tally& tally, Duration age) {
  if (budget.for_time && age >= *budget.for_time) return false;
  if (budget.from_time && age < *budget.from_time) return false;
  if (tally.count <= budget.after) return false;
  if ((tally.count - budget.after) % budget.every != 0) return false;
  return !budget.times || tally.fired < *budget.times;
}

std::string obstacle(const scenario::Budget& budget, const Tally& tally, Duration age) {
  const std::string seen = std::to_string(tally.count);
  if (budget.over && !is_over(*budget.over, tally, tally.last)) {
    return "not over " + std::to_string(budget.over->count) + " per " +
           to_text(budget.over->window);
  }
  if (budget.for_time && age >= *budget.for_time) {
    return "its " + to_text(*budget.for_time) + " are over";
  }
  if (budget.from_time && age < *budget.from_time) {
    return "it begins after " + to_text(*budget.from_time);
  }
  if (tally.count <= budget.after) {
    return "it begins after " + std::to_string(budget.after) + ", this was " + seen;
  }
  if ((tally.count - budget.after) % budget.every != 0) {
    return "it speaks at every " + std::to_string(budget.every) + ", this was " + seen;
  }
  if (budget.times && tally.fired >= *budget.times) {
    return "times used up, " + std::to_string(tally.fired) + " of " + std::to_string(*budget.times);
  }
  return "by chance";
}

}  // namespace postiche::engine
