// SPDX-License-Identifier: MIT
#pragma once
// From a scenario file to the model. All problems of a file are told in one go.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "harness/scenario/diagnostics.h"
#include "harness/scenario/model.h"

namespace postiche::scenario {

struct Loaded {
  ScenarioPtr scenario;  // null if there is any error
  std::vector<Diagnostic>
      diagnostics;  // in the order of the file; warnings may come with a scenario
};

using Parameters = std::map<std::string, std::string>;

// `file_name` stands in messages, and what the scenario includes is looked for beside it. `set`
// overrides the file's `with`.
Loaded load_text(std::string_view yaml, const std::string& file_name, const Parameters& set = {});
Loaded load_file(const std::string& path, const Parameters& set = {});

}  // namespace postiche::scenario
