// SPDX-License-Identifier: MIT
#include "harness/scenario/obstacle.h"

#include "harness/base/show.h"
#include "harness/scenario/walk.h"

namespace postiche::scenario {

using Kind = Condition::Kind;

namespace {

std::string describe(const Condition& leaf, const ValueOf& value_of) {
  std::string name(word_for(leaf.attribute));
  if (leaf.attribute == Attribute::variable) {
    name = leaf.key;
  } else if (!leaf.key.empty()) {
    name += "." + leaf.key;
  }
  const auto value = value_of(leaf);
  const std::string found = value ? "was '" + escape(*value) + "'" : "was not there";
  return name + " " + found + ", wanted " + leaf.pattern->describe();
}

}  // namespace

bool holds(const Condition& condition, const ValueOf& value_of) {
  const Template::Lookup names = [&](std::string_view name) {
    Condition asked;
    asked.attribute = find_attribute(name).value_or(Attribute::variable);
    asked.key = name;
    return value_of(asked);
  };
  return walk(condition, [&](const Condition& leaf) {
    const auto value = value_of(leaf);
    return leaf.pattern->matches(value ? std::optional<std::string_view>(*value) : std::nullopt,
                                 nullptr, &names);
  });
}

std::string first_obstacle(const Condition& condition, const ValueOf& value_of) {
  if (holds(condition, value_of)) return {};
  if (condition.kind == Kind::matches) return describe(condition, value_of);
  if (condition.kind == Kind::any) return "no part of 'any' held";
  if (condition.kind == Kind::none) return "what stands in 'not' held";
  for (const Condition& part : condition.parts) {
    if (std::string words = first_obstacle(part, value_of); !words.empty()) return words;
  }
  return {};
}

}  // namespace postiche::scenario
