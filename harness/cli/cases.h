// SPDX-License-Identifier: MIT
#pragma once
// The cases of a scenario's matrix, loaded.

#include <optional>
#include <string>
#include <vector>

#include "harness/cli/flags.h"

namespace postiche::cli {

struct LoadedCase {
  std::string name;  // "verb=RCPT code=451"; empty without a matrix
  scenario::ScenarioPtr scenario;
};

// All cases that --case leaves, at least one; or nothing when the problems have been printed.
std::vector<LoadedCase> load_cases(const ServerFlags& flags);

// Everything that is wrong with a file, in whichever case: each problem once, and where it is not
// there in the first case, with the case's name.
scenario::Loaded load_for_check(const std::string& path, const scenario::Library& shelf);

}  // namespace postiche::cli
