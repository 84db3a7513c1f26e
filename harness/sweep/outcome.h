// SPDX-License-Identifier: MIT
#pragma once
// What a fault led to: what became of the mail, and what the client told its user. By the
// transcript of the run alone.

#include <string_view>
#include <vector>

#include "harness/transcript/event.h"

namespace postiche::sweep {

// From harmless to worst.
enum class Outcome {
  fine,           // the mail is there once, or what was fetched is; the client says so
  told,           // it went wrong, and the client says so
  unknowable,     // nobody could know whether the mail was there
  false_failure,  // the mail is there, and the client says that it failed
  altered,
  hung,
  crashed,
  duplicated,
  lost,
};

// "fine", "false-failure" ...
std::string_view name(Outcome outcome);
// No client must come to it, whatever befell it.
bool is_bad(Outcome outcome);

// How the client ended is a note of the transcript (`client-ended`).
Outcome outcome_of(const std::vector<const transcript::Event*>& events);
bool has_told_success(const std::vector<const transcript::Event*>& events);

}  // namespace postiche::sweep
