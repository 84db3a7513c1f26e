// SPDX-License-Identifier: MIT
#include "harness/scenario/loader.h"

#include <filesystem>

#include "harness/scenario/bytes.h"
#include "harness/scenario/sections.h"

namespace postiche::scenario {

Loaded load_text(std::string_view yaml, const std::string& file_name, const Parameters& set) {
  Diagnostics diagnostics(yaml);
  const Tree tree = Tree::parse(yaml, file_name);
  for (const Error& error : tree.errors()) {
    diagnostics.add(Diagnostic::error, error.where, error.what, error.hint);
  }
  auto scenario = std::make_shared<Scenario>();
  scenario->file = file_name;
  Reader reader(file_name, diagnostics);
  if (tree.root() && tree.root()->kind != Node::Kind::null) {
    load_top(reader, *tree.root(), set, *scenario);
  } else if (!diagnostics.any_error()) {
    diagnostics.add(Diagnostic::error, {file_name, 1, 1}, "this file is empty",
                    "a scenario begins with 'postiche: 1'");
  }
  Loaded out;
  if (!diagnostics.any_error()) out.scenario = std::move(scenario);
  out.diagnostics = diagnostics.take();
  return out;
}

Loaded load_file(const std::string& path, const Parameters& set) {
  const std::string name = std::filesystem::path(path).filename().string();
  const auto text = read_beside(path, name);
  if (text) return load_text(*text, path, set);
  Loaded out;
  out.diagnostics.push_back({Diagnostic::error, {path, 0, 0}, text.error().what, "", ""});
  return out;
}

}  // namespace postiche::scenario
