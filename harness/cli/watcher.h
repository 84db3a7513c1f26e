// SPDX-License-Identifier: MIT
#pragma once
// Sees when files are written anew. Asked from time to time; no thread of its own.

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace postiche::cli {

class Watcher {
 public:
  explicit Watcher(const std::vector<std::string>& files) { follow(files); }
  // From now on these: those that were followed already as they were then, others as they are now.
  void follow(const std::vector<std::string>& files);
  // Whether any has changed, come or gone since the last call.
  bool has_changed();

 private:
  struct State {
    std::filesystem::file_time_type time;
    std::uintmax_t size;
    bool operator==(const State&) const = default;
  };
  static State state_of(const std::string& file);

  std::map<std::string, State> states_;
};

}  // namespace postiche::cli
