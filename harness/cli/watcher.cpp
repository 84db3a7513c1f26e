// SPDX-License-Identifier: MIT
#include "harness/cli/watcher.h"

#include <system_error>

namespace postiche::cli {
namespace {

// A file that is not there has a time of its own: many editors put a new one in its place.
std::filesystem::file_time_type time_of(const std::string& file) {
  std::error_code fault;
  const auto time = std::filesystem::last_write_time(file, fault);
  return fault ? std::filesystem::file_time_type::min() : time;
}

}  // namespace

void Watcher::follow(const std::vector<std::string>& files) {
  times_.clear();
  for (const std::string& file : files) times_[file] = time_of(file);
}

bool Watcher::has_changed() {
  bool changed = false;
  for (auto& [file, time] : times_) {
    const auto now = time_of(file);
    changed = changed || now != time;
    time = now;
  }
  return changed;
}

}  // namespace postiche::cli
