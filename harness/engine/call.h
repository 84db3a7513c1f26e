// SPDX-License-Identifier: MIT
#pragma once
// A question to a function outside, which a session waits for.

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "harness/base/time.h"
#include "harness/scenario/protocol.h"

namespace postiche::engine {

struct Call {
  std::uint64_t id = 0;                                    // in this run
  scenario::Protocol protocol{};                           // that the session speaks
  std::string hook;                                        // a function's name, or else
  std::string url;                                         // who is asked by HTTP
  Duration timeout;                                        // real
  std::vector<std::pair<std::string, std::string>> facts;  // what rules can ask, where it is known

  const std::string& name() const { return url.empty() ? hook : url; }
};

}  // namespace postiche::engine
