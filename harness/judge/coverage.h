// SPDX-License-Identifier: MIT
#pragma once
// Which rules of a scenario spoke in a run, and for those that never did, what stood in their way.
// Reads the transcript and nothing else.

#include <cstdint>
#include <string>
#include <vector>

#include "harness/scenario/model.h"
#include "harness/transcript/event.h"

namespace postiche::judge {

struct RuleCoverage {
  std::string rule;
  Place place;
  std::uint64_t spoke = 0;
  std::uint64_t came = 0;  // how often its event came
  // For people, where it never spoke: "recipient was bob@example.com, wanted alice@*", the
  // condition that failed most.
  std::string obstacle;

  // "spoke twice"; "never spoke: RCPT came 3 times, but ...".
  std::string text() const;
  std::string event;  // what it waits for: "RCPT"
};

// One entry a rule, in the order of the file.
std::vector<RuleCoverage> coverage(const scenario::Scenario& scenario,
                                   const std::vector<const transcript::Event*>& events);

}  // namespace postiche::judge
