// SPDX-License-Identifier: MIT
#pragma once
// Conversations that show what a requirement asks, for people: those that the tests play.

#include <string>
#include <string_view>
#include <vector>

namespace postiche::judge {

struct Example {
  std::vector<std::string> lines;  // "C: NOOP", "! closed by client (fin)"
  std::string outcome;             // "FAIL: a line ends in a bare LF"

  bool empty() const { return lines.empty(); }
};

// Of the requirement with this id, "right" or "wrong"; empty where it has none.
Example example_of(std::string_view id, std::string_view kind);

}  // namespace postiche::judge
