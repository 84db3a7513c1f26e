// SPDX-License-Identifier: MIT
#pragma once
// The language's reference as Markdown tables, printed from the tables that the loader reads by.

#include <string>
#include <vector>

namespace postiche::scenario {

struct ReferenceTable {
  std::string title;                   // "rules", "events"
  std::string markdown;                // ends with a line ending
  std::vector<std::string> keys = {};  // where it is a table of keys
};

std::vector<ReferenceTable> reference();

}  // namespace postiche::scenario
