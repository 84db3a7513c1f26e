// SPDX-License-Identifier: MIT
#include "harness/judge/words.h"

namespace postiche::judge {

std::string times(std::uint64_t count) {
  if (count == 0) return "never";
  return count == 1 ? "once" : std::to_string(count) + " times";
}

std::string came(std::uint64_t count) { return count == 0 ? "never came" : "came " + times(count); }

std::string name_of(const scenario::Trigger& trigger) {
  if (trigger.event == scenario::Event::command_named) return trigger.verb;
  for (const scenario::EventRow& row : scenario::events()) {
    if (row.event == trigger.event) return std::string(row.word);
  }
  return "event";
}

}  // namespace postiche::judge
