// SPDX-License-Identifier: MIT
#pragma once
// Whether a condition holds for values that somebody else finds, and why it does not, in words: for
// near misses, coverage and verdicts.

#include <functional>
#include <optional>
#include <string>

#include "harness/scenario/condition.h"

namespace postiche::scenario {

// The value that a leaf asks for, as it is just now.
using ValueOf = std::function<std::optional<std::string>(const Condition& leaf)>;

bool holds(const Condition& condition, const ValueOf& value_of);

// "recipient was 'b@example.com', wanted a@*": the first part that does not hold; empty where all
// do. Branches other than `all` are one part.
std::string first_obstacle(const Condition& condition, const ValueOf& value_of);

}  // namespace postiche::scenario
