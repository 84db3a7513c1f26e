// SPDX-License-Identifier: MIT
#pragma once
// How often a rule may speak, measured by its tally.

#include <string>

#include "harness/base/time.h"
#include "harness/engine/memory.h"
#include "harness/scenario/rule.h"

namespace postiche::engine {

// Whether more than the rate allows came within its window, this time included.
bool is_over(const scenario::Rate& rate, const Tally& tally, VirtualTime now);
// Whether the tally leaves the rule a turn; `age`: since the key was first seen.
bool has_turn(const scenario::Budget& budget, const Tally& tally, Duration age);
// Why it had none, in words: "its 2 times are used up".
std::string obstacle(const scenario::Budget& budget, const Tally& tally, Duration age);

}  // namespace postiche::engine
