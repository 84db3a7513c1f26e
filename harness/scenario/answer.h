// SPDX-License-Identifier: MIT
#pragma once
// What the hook of a `call` step has answered, as steps.

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "harness/scenario/model.h"

namespace postiche::scenario {

struct Answer {
  std::vector<Step> steps;  // none: the honest answer
  std::string text;         // as it came
  std::string problem;      // one sentence, where it is no answer; then there are no steps
};

// JSON: null for the honest answer, a reply or a list of its lines (as they stand, braces too), a
// step as in `do`, or a list of steps. Replies are those of the protocol.
Answer read_answer(const std::string& hook, std::string_view json, Protocol protocol);
// The hook has failed.
Answer no_answer(std::string problem);

// The names of all functions that a scenario asks.
std::set<std::string> hooks_of(const Scenario& scenario);

}  // namespace postiche::scenario
