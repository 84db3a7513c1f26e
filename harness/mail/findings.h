// SPDX-License-Identifier: MIT
#pragma once
// What was odd in something that was parsed: names, always static strings.

#include <algorithm>
#include <string_view>
#include <vector>

namespace postiche::mail {

struct Findings {
  std::vector<std::string_view> deviations;  // each name once, in the order found
  std::string_view fault;                    // the first that cannot be let through; "" if none

  // Odd, but what was meant is plain: let through.
  void note(std::string_view name) {
    if (std::find(deviations.begin(), deviations.end(), name) == deviations.end()) {
      deviations.push_back(name);
    }
  }
  // A correct server has to refuse this.
  void refuse(std::string_view name) {
    note(name);
    if (fault.empty()) fault = name;
  }
};

}  // namespace postiche::mail
