// SPDX-License-Identifier: MIT
#pragma once
// Judges a scenario's expectations on a transcript, and on nothing else: the verdict on a saved one
// equals the live one.

#include <vector>

#include "harness/judge/verdict.h"
#include "harness/scenario/model.h"
#include "harness/transcript/event.h"

namespace postiche::judge {

// One verdict an expectation, in the scenario's order, over all connections of the run; before them
// one named "dialogue", where the client has to keep to one, behind them those that rules gave.
std::vector<Verdict> judge(const scenario::Scenario& scenario,
                           const std::vector<const transcript::Event*>& events);

}  // namespace postiche::judge
