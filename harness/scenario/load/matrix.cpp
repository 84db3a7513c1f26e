// SPDX-License-Identifier: MIT
// The section `matrix`: parameters that have several values.

#include "harness/scenario/load/sections.h"

namespace postiche::scenario {

namespace {

constexpr std::size_t most_cases = 1000;

MatrixRow load_row(Reader& reader, const Node::Entry& entry) {
  MatrixRow row{entry.key->text, {}};
  const Node& values = *entry.value;
  if (values.kind == Node::Kind::list && values.items.empty()) {
    reader.error(values, "'" + row.name + "' has no value, so there is no case");
  }
  const auto add = [&](const Node& node) {
    if (node.kind == Node::Kind::text) {
      row.values.push_back(node.text);
    } else {
      reader.error(node, "expected a value of '" + row.name + "', found " + node.describe());
    }
  };
  if (values.kind != Node::Kind::list) {
    add(values);
  } else {
    for (const Node* item : values.items) add(*item);
  }
  return row;
}

}  // namespace

Matrix load_matrix(Reader& reader, const Node& node,
                   const std::map<std::string, std::string>& set) {
  Matrix out;
  if (!expect_map(reader, node, "'matrix'")) return out;
  for (const Node::Entry& entry : node.entries) {
    MatrixRow row = load_row(reader, entry);
    if (row.values.empty()) continue;
    if (reader.parameters().contains(row.name)) {
      reader.error(*entry.key, "'" + row.name + "' is a parameter of 'with' already",
                   "leave it out there");
      continue;
    }
    // Who sets it wants this value and no other.
    if (const auto given = set.find(row.name); given != set.end()) row.values = {given->second};
    declare_parameter(reader, *entry.key, row.values.front());
    out.push_back(std::move(row));
  }
  if (count_cases(out, most_cases) <= most_cases) return out;
  reader.error(node, "more than " + std::to_string(most_cases) + " cases", "fewer names or values");
  return {};
}

}  // namespace postiche::scenario
