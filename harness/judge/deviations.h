// SPDX-License-Identifier: MIT
#pragma once
// What a grammar found odd, as a check asks for it.

#include <algorithm>
#include <iterator>
#include <string_view>

namespace postiche::judge {

// Which of these the grammar found in a command; "" for none.
template <typename Command, typename Names>
std::string_view found_in(const Command& command, const Names& names) {
  for (const std::string_view each : names) {
    const auto& all = command.deviations;
    if (!each.empty() && std::find(all.begin(), all.end(), each) != all.end()) return each;
  }
  return {};
}

}  // namespace postiche::judge
