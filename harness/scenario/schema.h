// SPDX-License-Identifier: MIT
#pragma once
// The language as a JSON Schema (draft 2020-12), for editors: made from the tables that the loader
// reads by. It knows less than the loader: what it refuses is wrong, what it lets pass may be.

#include <string>
#include <vector>

namespace postiche::scenario {

std::string json_schema();

// Forms of values that the tables name and the schema does not know: none, or a test fails.
std::vector<std::string> forms_without_schema();

}  // namespace postiche::scenario
