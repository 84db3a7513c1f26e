// SPDX-License-Identifier: MIT
#include "harness/scenario/loader.h"

#include <filesystem>

#include "harness/scenario/bytes.h"
#include "harness/scenario/lint/lint.h"
#include "harness/scenario/load/source.h"

namespace postiche::scenario {

Loaded load_text(std::string_view yaml, const std::string& file_name, const Parameters& set,
                 const Finder& finder) {
  Loading loading{finder};
  Source source(loading, file_name, std::string(yaml), {});
  source.open(set);
  source.refuse_unknown(set);
  auto scenario = std::make_shared<Scenario>();
  source.load(*scenario);
  scenario->files = loading.files;
  if (!loading.diagnostics.any_error()) lint(*scenario, loading.diagnostics);
  Loaded out;
  if (!loading.diagnostics.any_error()) out.scenario = std::move(scenario);
  out.diagnostics = loading.diagnostics.take();
  out.files = std::move(loading.files);
  return out;
}

Loaded load_file(const std::string& path, const Parameters& set, const Finder& finder) {
  const std::string name = std::filesystem::path(path).filename().string();
  const auto text = read_beside(path, name);
  if (text) return load_text(*text, path, set, finder);
  Loaded out;
  out.diagnostics.push_back({Diagnostic::error, {path, 0, 0}, text.error().what, "", ""});
  out.files.push_back(path);
  return out;
}

}  // namespace postiche::scenario
