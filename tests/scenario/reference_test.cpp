// SPDX-License-Identifier: MIT
// scenarios/README.md holds every table of the loader, word by word, and examples that load.

#include "harness/scenario/reference.h"

#include <doctest/doctest.h>

#include <algorithm>
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

std::vector<std::string> examples_in(const std::string& text) {
  const std::string opening = "```yaml\n";
  std::vector<std::string> examples;
  for (std::size_t at = text.find(opening); at != std::string::npos; at = text.find(opening, at)) {
    at += opening.size();
    examples.push_back(text.substr(at, text.find("```", at) - at));
  }
  return examples;
}

TEST_CASE("every example of the manual loads without a word") {
  // Files that examples name, such as letter.eml, lie in this folder.
  const std::string file = std::string(POSTICHE_SOURCE_DIR) + "/tests/scenarios/README.md";
  const std::vector<std::string> examples = examples_in(read_manual());
  for (const std::string& yaml : examples) {
    CAPTURE(yaml);
    const Loaded loaded = load_text(yaml, file, {}, finder);
    for (const Diagnostic& one : loaded.diagnostics) FAIL_CHECK(one.text());
    CHECK(loaded.scenario);
  }
  CHECK(examples.size() >= 40);
}

// As a key, `key: value`, or as a word alone that is an item of a list, such as `- honest`.
bool is_key_of(const std::string& yaml, std::string_view word) {
  for (std::size_t at = yaml.find(word); at != std::string::npos; at = yaml.find(word, at + 1)) {
    const char before = at == 0 ? '\n' : yaml[at - 1];
    const std::size_t end = at + word.size();
    const char behind = end < yaml.size() ? yaml[end] : '\n';
    const bool is_item = at >= 2 && yaml.compare(at - 2, 2, "- ") == 0;
    if (std::string_view("\n {[").find(before) == std::string_view::npos) continue;
    if (behind == ':' || (is_item && behind == '\n')) return true;
  }
  return false;
}

TEST_CASE("every key stands in an example of its chapter") {
  const std::string manual = read_manual();
  for (const ReferenceTable& table : reference()) {
    const std::size_t at = manual.find(table.markdown);
    if (at == std::string::npos || table.keys.empty()) continue;
    const std::size_t begin = manual.rfind("\n## ", at);
    const std::size_t end = std::min(manual.find("\n## ", at), manual.size());
    const auto examples = examples_in(manual.substr(begin, end - begin));
    for (const std::string& key : table.keys) {
      const bool is_shown =
          std::any_of(examples.begin(), examples.end(),
                      [&](const std::string& yaml) { return is_key_of(yaml, key); });
      INFO(table.title, ": ", key);
      CHECK(is_shown);
    }
  }
}

}  // namespace
}  // namespace postiche::scenario
