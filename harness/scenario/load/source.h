// SPDX-License-Identifier: MIT
#pragma once
// A scenario file with the fragments that it uses: all are opened first, so that their names are
// known, then loaded into one scenario. Knows nothing of what the sections mean.

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "harness/scenario/load/join.h"
#include "harness/scenario/load/reader.h"
#include "harness/scenario/loader.h"

namespace postiche::scenario {

using Names = std::set<std::string, std::less<>>;

// What all files of one load share.
struct Loading {
  const Finder& finder;
  Diagnostics diagnostics = {};
  std::vector<std::string> files = {};  // every one that was read
  Names variables = {};                 // of `set` steps in any of them
  Names tallies = {};                   // of `memory` in any of them
};

class Source {
 public:
  // `chain` has the files that lead here, the first one first.
  Source(Loading& loading, std::string file, std::string text, std::vector<std::string> chain);
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;

  // `set` is for this file and, where it does not declare a name itself, for its fragments.
  void open(const Parameters& set);
  // Every parameter that can be set.
  Names settable() const;
  void refuse_unknown(const Parameters& set);
  // When all files are open. Gives the sections that they said.
  Said load(Scenario& out);

 private:
  struct Use {
    std::string name;  // as written
    Names shadowed;    // parameters that the using file decides
    std::unique_ptr<Source> source;
  };

  const Node* root() const { return tree_.root(); }
  void open_uses(const Parameters& set);
  void open_routes(const Parameters& set);
  std::optional<Use> open_one(const Node& scenario, const Node* with, const Parameters& set);
  void open_use(const Node& node, const Parameters& set);
  void load_routes(Scenario& out);
  std::unique_ptr<Source> find(const Node& node, const std::string& name);
  void refuse_unknown(const Node& with, const Use& use);

  Loading& loading_;
  std::string file_, text_;
  std::vector<std::string> chain_;
  Tree tree_;
  Reader reader_;
  Matrix matrix_;
  std::vector<Use> uses_;
  std::vector<std::optional<Use>> routes_;  // one a route; none where it names no scenario
};

}  // namespace postiche::scenario
