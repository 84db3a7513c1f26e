// SPDX-License-Identifier: MIT
#pragma once
// The rules that wait for one event, in file order. Where there are many, those that want one value
// of an attribute are found by that value: a file with ten thousand recipients costs no more than
// one with ten.

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "harness/engine/scene.h"
#include "harness/scenario/rule.h"

namespace postiche::engine {

class RuleIndex {
 public:
  struct Entry {
    std::size_t rule;  // number in the book
    const scenario::Trigger* trigger;
  };
  using Positions = std::vector<std::uint32_t>;

  // `entries` in file order; the rules outlive the index.
  RuleIndex() = default;
  RuleIndex(std::vector<Entry> entries, const std::vector<scenario::Rule>& rules);

  const std::vector<Entry>& entries() const { return entries_; }
  // Positions in entries(), ascending, of all whose conditions could hold in this scene.
  Positions candidates(const Scene& scene) const;
  // These, and some more that a person might have meant.
  Positions nearby(const Scene& scene) const;

 private:
  // Below this a look at each is cheaper.
  static constexpr std::size_t worth_it = 16;
  static constexpr std::size_t looked_at = 50;

  // Rules by the value that they want of one attribute, in lower case.
  struct Column {
    scenario::Attribute attribute;
    std::string key;
    std::unordered_map<std::string, Positions> by_value;
  };

  bool file(std::uint32_t position, const scenario::Condition& condition);
  Column& column_for(const scenario::Condition& leaf);

  std::vector<Entry> entries_;
  std::vector<Column> columns_;
  Positions rest_;
};

}  // namespace postiche::engine
