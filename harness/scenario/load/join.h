// SPDX-License-Identifier: MIT
#pragma once
// How a fragment joins the scenario that uses it.

#include <functional>
#include <set>
#include <string>

#include "harness/scenario/load/tree.h"
#include "harness/scenario/model.h"

namespace postiche::scenario {

// Sections by path, "smtp.offer".
using Said = std::set<std::string, std::less<>>;

// What of the sections that only one file can decide this one decides.
Said said_by(const Node& root);
// `from` gives what `said` does not have yet, which then has it; its rules come behind, its
// expectations join under new ids. `name` is how the user calls it.
void join(Scenario& into, Said& said, Scenario from, const Said& said_there,
          const std::string& name);

// join_dialogues.cpp: gives the dialogues of a fragment names that nothing else has.
void own_dialogues(Section& fragment, const std::string& name);
// What `smtp` says of a file with phases goes into each of them, where the phase is silent.
void share(Scenario& scenario);

}  // namespace postiche::scenario
