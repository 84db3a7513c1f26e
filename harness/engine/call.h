// SPDX-License-Identifier: MIT
#pragma once
// A question to a function outside, which a session waits for.

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace postiche::engine {

struct Call {
  std::uint64_t id = 0;  // in this run
  std::string hook;
  std::vector<std::pair<std::string, std::string>> facts;  // what rules can ask, where it is known
};

}  // namespace postiche::engine
