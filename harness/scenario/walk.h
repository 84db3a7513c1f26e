// SPDX-License-Identifier: MIT
#pragma once
// How a tree of conditions is put together, for all who can judge its leaves: the engine asks the
// session at hand, the judge the transcript, and both must come to the same answer.

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

}  // namespace postiche::scenario
