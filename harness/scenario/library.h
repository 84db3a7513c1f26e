// SPDX-License-Identifier: MIT
#pragma once
// Finds scenarios by name below some folders. Knows not where these folders come from.

#include <string>
#include <string_view>
#include <vector>

#include "harness/base/result.h"

namespace postiche::scenario {

class Library {
 public:
  struct Entry {
    std::string name;  // "smtp/greylisting"
    std::string path;
    std::string id;  // "smtp.retry.greylisting"; empty where the file is broken
    std::string title;
    std::vector<std::string> tags, needs;
    std::size_t cases = 1;             // of its matrix
    std::vector<std::string> expects;  // the ids of its expectations
  };

  // The first root that has a name wins. Folders that are not there are passed over.
  explicit Library(std::vector<std::string> roots);

  // The path of the scenario that `name` means: "greylisting", "smtp/greylisting", with or without
  // ".yaml"; an id; or the path of a file. The error lists the nearest names, or the candidates.
  Result<std::string> find(std::string_view name) const;
  // The same without paths of files: what a scenario can mean by a name.
  Result<std::string> find_name(std::string_view name) const;
  // All, by name. Reads every file.
  std::vector<Entry> list() const;

 private:
  struct File {
    std::string name, path;
  };
  std::vector<File> files() const;

  std::vector<std::string> roots_;
};

}  // namespace postiche::scenario
