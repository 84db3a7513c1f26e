// SPDX-License-Identifier: MIT
#pragma once
// Files that a client is given for its run and that nobody has asked to keep.

#include <optional>
#include <string>

namespace postiche::cli {

// A folder of its own, made when the first file is wanted, and gone with it.
class Scratch {
 public:
  Scratch() = default;
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  // The path of a file to be; nothing when there can be no folder.
  [[nodiscard]] std::optional<std::string> file(const std::string& name);

 private:
  std::string folder_;
};

}  // namespace postiche::cli
