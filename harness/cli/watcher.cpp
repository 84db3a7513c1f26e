// SPDX-License-Identifier: MIT
#include "harness/cli/watcher.h"

#include <system_error>
#include <utility>

namespace postiche::cli {
namespace {

namespace fs = std::filesystem;

// A file that is not there has a time of its own: many editors put a new one in its place.
fs::file_time_type time_of(const std::string& file) {
  std::error_code fault;
  const auto time = fs::last_write_time(file, fault);
  return fault ? fs::file_time_type::min() : time;
}

// Times are of the clock's last tick: a file that was read half written may keep its time.
std::uintmax_t size_of(const std::string& file) {
  std::error_code fault;
  return fs::file_size(file, fault);
}

}  // namespace

void Watcher::follow(const std::vector<std::string>& files) {
  std::map<std::string, State> states;
  for (const std::string& file : files) {
    // What was read has been seen before, or what came between would go unseen.
    const auto known = states_.find(file);
    states[file] = known == states_.end() ? state_of(file) : known->second;
  }
  states_ = std::move(states);
}

Watcher::State Watcher::state_of(const std::string& file) { return {time_of(file), size_of(file)}; }

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
