// SPDX-License-Identifier: MIT
// scenarios/README.md holds every table of the loader, word by word, and examples that load.

#include "harness/scenario/reference.h"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>

#include "harness/scenario/library.h"
#include "harness/scenario/loader.h"

namespace postiche::scenario {
namespace {

std::string read_manual() {
  std::ifstream in(std::string(POSTICHE_SOURCE_DIR) + "/scenarios/README.md", std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

Result<std::string> finder(std::string_view name) {
  return Library({std::string(POSTICHE_SOURCE_DIR) + "/scenarios"}).find_name(name);
}

TEST_CASE("the manual has every table as the loader has it") {
  const std::string manual = read_manual();
  for (const ReferenceTable& table : reference()) {
    CAPTURE(table.title);
    INFO(table.markdown);
    CHECK(manual.find(table.markdown) != std::string::npos);
  }
}

TEST_CASE("every example of the manual loads without a word") {
  const std::string manual = read_manual();
  const std::string opening = "```yaml\n";
  int examples = 0;
  for (std::size_t at = manual.find(opening); at != std::string::npos;
       at = manual.find(opening, at)) {
    at += opening.size();
    const std::string yaml = manual.substr(at, manual.find("```", at) - at);
    CAPTURE(yaml);
    const Loaded loaded = load_text(yaml, "README.md", {}, finder);
    for (const Diagnostic& one : loaded.diagnostics) FAIL_CHECK(one.text());
    CHECK(loaded.scenario);
    ++examples;
  }
  CHECK(examples >= 5);
}

}  // namespace
}  // namespace postiche::scenario
