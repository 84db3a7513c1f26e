// SPDX-License-Identifier: MIT
#pragma once
// Walks through trees of the model. How conditions are put together, for all who can judge their
// leaves: the engine asks the session at hand, the judge the transcript, and both must come to the
// same answer.

#include <algorithm>

#include "harness/scenario/model.h"

namespace postiche::scenario {

// `leaf_holds(const Condition&)` is asked about conditions that match an attribute, in their order,
// and no further than is needed.
template <typename LeafHolds>
bool walk(const Condition& condition, const LeafHolds& leaf_holds) {
  const auto part_holds = [&](const Condition& part) { return walk(part, leaf_holds); };
  const auto& parts = condition.parts;
  switch (condition.kind) {
    case Condition::Kind::always:
      return true;
    case Condition::Kind::all:
      return std::all_of(parts.begin(), parts.end(), part_holds);
    case Condition::Kind::any:
      return std::any_of(parts.begin(), parts.end(), part_holds);
    case Condition::Kind::none:
      return std::none_of(parts.begin(), parts.end(), part_holds);
    case Condition::Kind::matches:
      break;
  }
  return leaf_holds(condition);
}

// All items of a dialogue, in order, with those of its blocks.
template <typename Visit>
void each_item(const DialogueLines& lines, const Visit& visit) {
  for (const DialogueItem& item : lines) {
    visit(item);
    if (const auto* const loop = std::get_if<LoopItem>(&item.what)) each_item(loop->lines, visit);
    const auto* const any = std::get_if<AnyOrderItem>(&item.what);
    if (!any) continue;
    for (const DialogueLines& block : any->blocks) each_item(block, visit);
  }
}

// How many parts do not hold: the fewer, the nearer.
template <typename LeafHolds>
std::size_t count_obstacles(const Condition& condition, const LeafHolds& leaf_holds) {
  if (condition.kind != Condition::Kind::all) return walk(condition, leaf_holds) ? 0 : 1;
  std::size_t count = 0;
  for (const Condition& part : condition.parts) count += count_obstacles(part, leaf_holds);
  return count;
}

}  // namespace postiche::scenario
