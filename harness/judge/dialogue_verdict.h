// SPDX-License-Identifier: MIT
#pragma once
// The expectation that every dialogue is: that the client keeps to it.

#include <optional>
#include <vector>

#include "harness/judge/verdict.h"
#include "harness/scenario/model.h"
#include "harness/transcript/event.h"

namespace postiche::judge {

// Nothing where no dialogue was asked to fail the client that does not.
std::optional<Verdict> judge_dialogue(const scenario::Scenario& scenario,
                                      const std::vector<const transcript::Event*>& events);

}  // namespace postiche::judge
