// SPDX-License-Identifier: MIT
#pragma once
// Which lines of a scenario's dialogues were played in a run, and how often. Reads the transcript
// and nothing else.

#include <cstdint>
#include <string>
#include <vector>

#include "harness/scenario/model.h"
#include "harness/transcript/event.h"

namespace postiche::judge {

struct LineCoverage {
  std::string shown;  // "C: RCPT TO:<*>"
  Place place;
  std::uint64_t played = 0;

  // "played 2 times", "never played".
  std::string text() const;
};

// One entry for each S:, C: and message, in the order of the file.
std::vector<LineCoverage> dialogue_coverage(const scenario::Scenario& scenario,
                                            const std::vector<const transcript::Event*>& events);

}  // namespace postiche::judge
