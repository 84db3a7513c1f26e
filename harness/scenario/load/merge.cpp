// SPDX-License-Identifier: MIT
#include "harness/scenario/load/merge.h"

#include <algorithm>
#include <unordered_set>

namespace postiche::scenario {

namespace {

// In quotes it is a key like any other.
bool is_merge(const Node& key) { return key.text == "<<" && !key.quoted; }

class Merger {
 public:
  Merger(Node& map, const std::string& file, std::vector<Error>& errors)
      : map_(map), file_(file), errors_(errors) {
    for (const Node::Entry& entry : map.entries) known_.insert(entry.key->text);
  }

  void take(const Node& base) {
    if (base.kind == Node::Kind::map) {
      for (const Node::Entry& entry : base.entries) {
        if (known_.insert(entry.key->text).second) map_.entries.push_back(entry);
      }
    } else if (base.kind == Node::Kind::list) {
      for (const Node* one : base.items) {
        if (one->kind == Node::Kind::map) {
          take(*one);
        } else {
          refuse(*one);
        }
      }
    } else {
      refuse(base);
    }
  }

 private:
  void refuse(const Node& node) {
    errors_.push_back(Error{{file_, node.line, node.column},
                            "'<<' takes over a map or a list of maps, not " + node.describe(),
                            "such as <<: *base, where base is the anchor of a map"});
  }

  Node& map_;
  const std::string& file_;
  std::vector<Error>& errors_;
  std::unordered_set<std::string_view> known_;
};

}  // namespace

void merge_bases(Node& map, const std::string& file, std::vector<Error>& errors) {
  const auto merge = std::find_if(map.entries.begin(), map.entries.end(),
                                  [](const Node::Entry& entry) { return is_merge(*entry.key); });
  if (merge == map.entries.end()) return;
  const Node& base = *merge->value;
  map.entries.erase(merge);
  Merger(map, file, errors).take(base);
}

}  // namespace postiche::scenario
