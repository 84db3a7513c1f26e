// SPDX-License-Identifier: MIT
#pragma once
// The verdicts that rules gave themselves, by `verdict` steps, and those on what they called, as
// the transcript has them.

#include <vector>

#include "harness/judge/verdict.h"
#include "harness/transcript/event.h"

namespace postiche::judge {

// One for each id and level, in the order of their first coming.
std::vector<Verdict> scripted_verdicts(const std::vector<const transcript::Event*>& events);
// One ERROR for each function or web server that failed: the client was not asked what was meant.
std::vector<Verdict> call_verdicts(const std::vector<const transcript::Event*>& events);

}  // namespace postiche::judge
