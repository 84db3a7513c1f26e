// SPDX-License-Identifier: MIT
#include "harness/engine/rule_index.h"

#include <algorithm>
#include <numeric>

#include "harness/base/ascii.h"

namespace postiche::engine {

using scenario::Condition;

RuleIndex::RuleIndex(std::vector<Entry> entries, const std::vector<scenario::Rule>& rules)
    : entries_(std::move(entries)) {
  for (std::uint32_t i = 0; i < entries_.size(); ++i) {
    const bool filed = entries_.size() > worth_it && file(i, rules[entries_[i].rule].if_);
    if (!filed) rest_.push_back(i);
  }
}

// Under the first part that must hold and wants certain values.
bool RuleIndex::file(std::uint32_t position, const Condition& condition) {
  if (condition.kind == Condition::Kind::all) {
    return std::any_of(condition.parts.begin(), condition.parts.end(),
                       [&](const Condition& part) { return file(position, part); });
  }
  if (condition.kind != Condition::Kind::matches) return false;
  const auto texts = condition.pattern->only_texts();
  if (!texts) return false;
  Column& column = column_for(condition);
  for (const std::string& text : *texts) {
    Positions& filed = column.by_value[text];
    if (filed.empty() || filed.back() != position) filed.push_back(position);
  }
  return true;
}

RuleIndex::Column& RuleIndex::column_for(const Condition& leaf) {
  for (Column& column : columns_) {
    if (column.attribute == leaf.attribute && column.key == leaf.key) return column;
  }
  return columns_.emplace_back(Column{leaf.attribute, leaf.key, {}});
}

RuleIndex::Positions RuleIndex::candidates(const Scene& scene) const {
  Positions found = rest_;
  Scratch scratch;
  for (const Column& column : columns_) {
    const auto value = value_of(scene, column.attribute, column.key, scratch);
    if (!value) continue;
    const auto filed = column.by_value.find(ascii::to_lower(*value));
    if (filed == column.by_value.end()) continue;
    found.insert(found.end(), filed->second.begin(), filed->second.end());
  }
  std::sort(found.begin(), found.end());
  return found;
}

RuleIndex::Positions RuleIndex::nearby(const Scene& scene) const {
  Positions found(std::min(entries_.size(), looked_at));
  std::iota(found.begin(), found.end(), 0U);
  for (const std::uint32_t position : candidates(scene)) {
    if (position >= found.size()) found.push_back(position);
  }
  return found;
}

}  // namespace postiche::engine
