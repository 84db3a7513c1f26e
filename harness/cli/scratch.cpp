// SPDX-License-Identifier: MIT
#include "harness/cli/scratch.h"

#include <cstdlib>
#include <filesystem>
#include <system_error>

namespace postiche::cli {

namespace fs = std::filesystem;

Scratch::~Scratch() {
  std::error_code ignored;
  if (!folder_.empty()) fs::remove_all(folder_, ignored);
}

std::optional<std::string> Scratch::file(const std::string& name) {
  if (folder_.empty()) {
    std::error_code fault;
    std::string folder = (fs::temp_directory_path(fault) / "postiche-XXXXXX").string();
    if (fault || mkdtemp(folder.data()) == nullptr) return std::nullopt;
    folder_ = folder;
  }
  return folder_ + "/" + name;
}

}  // namespace postiche::cli
