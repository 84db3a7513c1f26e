// SPDX-License-Identifier: MIT
#pragma once
// What a person reads when a run is over.

#include <string>
#include <vector>

#include "harness/cli/terminal.h"
#include "harness/judge/verdict.h"
#include "harness/server/server.h"

namespace postiche::cli {

// "FAIL      ", in its colour.
std::string tinted_outcome(const Terminal& terminal, judge::Outcome outcome);
// One line a verdict, with what was measured under those that are not met.
void print_verdicts(const Terminal& terminal, const std::vector<judge::Verdict>& verdicts);
// What the catalogue says: a line for each requirement that the client did not meet, with its
// source, and how many were met.
void print_checks(const Terminal& terminal, const std::vector<judge::Verdict>& verdicts);
// Connections, commands, messages, and the rules and lines of dialogues that were never played;
// with `all` the others too.
void print_summary(const Terminal& terminal, const server::Server& server, bool all);
// Says what went wrong on our side; true where something did.
bool print_troubles(const server::Server& server);

// Waits a little for what clients sent last, which may still be on its way.
void settle(const server::Server& server);

}  // namespace postiche::cli
