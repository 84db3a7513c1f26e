// SPDX-License-Identifier: MIT
#pragma once
// What was odd in what the other side said: names, always static strings.

#include <algorithm>
#include <string_view>
#include <vector>

namespace postiche::sasl {

// Each name once, in the order found.
using Deviations = std::vector<std::string_view>;

inline void note(Deviations& deviations, std::string_view name) {
  if (std::find(deviations.begin(), deviations.end(), name) == deviations.end()) {
    deviations.push_back(name);
  }
}

}  // namespace postiche::sasl
