// SPDX-License-Identifier: MIT
#pragma once
// The merge key of YAML, `<<: *base`: a map takes over what it does not say itself.

#include <string>
#include <vector>

#include "harness/scenario/load/tree.h"

namespace postiche::scenario {

// Puts the entries of the maps behind `<<` into `map`: its own keys win, then the earlier map.
// They keep their places, so that an error points to where the text stands.
void merge_bases(Node& map, const std::string& file, std::vector<Error>& errors);

}  // namespace postiche::scenario
