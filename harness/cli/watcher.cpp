// SPDX-License-Identifier: MIT
#include "harness/cli/watcher.h"

#include <system_error>
#include <utility>

namespace postiche::cli {

void Watcher::follow(const std::vector<std::string>& files) {
  std::map<std::string, State> states;
  for (const std::string& file : files) {
    // What was read has been seen before, or what came between would go unseen.
    const auto known = states_.find(file);
    states[file] = known == states_.end() ? state_of(file) : known->second;
  }
  states_ = std::move(states);
}

// Times are of the clock's last tick: a file that was read half written may keep its time. One that
// is not there has a state of its own: many editors put a new one in its place.
Watcher::State Watcher::state_of(const std::string& file) {
  std::error_code fault;
  return {std::filesystem::last_write_time(file, fault), std::filesystem::file_size(file, fault)};
}

bool Watcher::has_changed() {
  bool changed = false;
  for (auto& [file, state] : states_) {
    const State now = state_of(file);
    changed = changed || now != state;
    state = now;
  }
  return changed;
}

}  // namespace postiche::cli
