// SPDX-License-Identifier: MIT
#pragma once
// Sees when files are written anew. Asked from time to time; no thread of its own.

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace postiche::cli {

class Watcher {
 public:
  explicit Watcher(const std::vector<std::string>& files) { follow(files); }
  // From now on these, as they are now.
  void follow(const std::vector<std::string>& files);
  // Whether any has changed, come or gone since the last call.
  bool has_changed();

 private:
  std::map<std::string, std::filesystem::file_time_type> times_;
};

}  // namespace postiche::cli
