// SPDX-License-Identifier: MIT
#pragma once
// From a scenario file to the model. All problems of a file are told in one go.

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "harness/scenario/diagnostics.h"
#include "harness/scenario/model.h"

namespace postiche::scenario {

struct Loaded {
  ScenarioPtr scenario;  // null if there is any error
  // In the order of the files; warnings may come with a scenario.
  std::vector<Diagnostic> diagnostics;
  std::vector<std::string> files;  // the scenario's own and those that it uses
};

using Parameters = std::map<std::string, std::string>;
// Gives the path of the scenario that a name means, such as Library::find_name.
using Finder = std::function<Result<std::string>(std::string_view name)>;

// `file_name` stands in messages, and what the scenario includes is looked for beside it, then by
// `finder` if there is one. `set` overrides the file's `with`.
Loaded load_text(std::string_view yaml, const std::string& file_name, const Parameters& set = {},
                 const Finder& finder = {});
Loaded load_file(const std::string& path, const Parameters& set = {}, const Finder& finder = {});

}  // namespace postiche::scenario
