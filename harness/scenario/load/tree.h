// SPDX-License-Identifier: MIT
#pragma once
// A YAML document as a tree of our own: small nodes that know their line and column, duplicate keys
// refused, aliases resolved, depth and size bounded. Knows nothing of what a scenario is.

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/result.h"

namespace postiche::scenario {

struct Node {
  struct Entry {
    const Node* key;
    const Node* value;
  };
  enum class Kind { null, text, list, map };

  Kind kind = Kind::null;
  bool quoted = false;       // text that stood in quotes or in a block
  int line = 0, column = 0;  // from 1
  std::string text;
  std::vector<const Node*> items;  // of a list
  std::vector<Entry> entries;      // of a map, in the file's order
  std::size_t weight = 1;          // nodes in it, an alias counted as what it stands for

  const Node* find(std::string_view key) const;
  // "a list", "a map", "nothing" or "'the text'".
  std::string describe() const;
};

class Tree {
 public:
  // An empty document has no root. Errors come with their place; a broken document has one,
  // duplicate keys one each.
  static Tree parse(std::string_view yaml, const std::string& file);

  const Node* root() const { return root_; }
  const std::vector<Error>& errors() const { return errors_; }

 private:
  friend class TreeBuilder;
  std::deque<Node> nodes_;  // owns all; a deque keeps their addresses
  const Node* root_ = nullptr;
  std::vector<Error> errors_;
};

}  // namespace postiche::scenario
