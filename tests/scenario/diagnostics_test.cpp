// SPDX-License-Identifier: MIT
// tests/diagnostics/NAME.yaml is a wrong file, NAME.expected what is said about it, line by line.

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "harness/scenario/library.h"
#include "harness/scenario/loader.h"

namespace postiche::scenario {
namespace {

std::string read(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

Result<std::string> finder(std::string_view name) {
  return Library({std::string(POSTICHE_SOURCE_DIR) + "/scenarios"}).find_name(name);
}

std::string without(std::string text, const std::string& part) {
  for (std::size_t at; (at = text.find(part)) != std::string::npos;) text.erase(at, part.size());
  return text;
}

TEST_CASE("every wrong file is told what is wrong, word by word") {
  const std::filesystem::path folder = std::string(POSTICHE_SOURCE_DIR) + "/tests/diagnostics";
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".yaml") continue;
    ++files;
    const std::string name = entry.path().filename().string();
    CAPTURE(name);
    std::string told;
    for (const Diagnostic& one : load_file(entry.path().string(), {}, finder).diagnostics) {
      told += without(one.text() + "\n", folder.string() + "/");
    }
    std::filesystem::path expected = entry.path();
    expected.replace_extension(".expected");
    if (std::getenv("POSTICHE_UPDATE") != nullptr)
      std::ofstream(expected, std::ios::binary) << told;
    CHECK(told == read(expected));
    CHECK_FALSE(told.empty());
  }
  CHECK(files >= 200);
}

TEST_CASE("a diagnostic shows the line that it points into") {
  const Loaded loaded = load_text("postiche: 1\nscenario: x\ntitel: T\r\n", "x.yaml");
  REQUIRE(loaded.diagnostics.size() == 1);
  CHECK(loaded.diagnostics[0].line_text == "titel: T");
  CHECK(loaded.diagnostics[0].where == Place{"x.yaml", 3, 1});
  CHECK(loaded.scenario == nullptr);
}

TEST_CASE("a file with warnings loads all the same") {
  const Loaded loaded = load_text("postiche: 1\nscenario: x\nsmtp: {offer: [FOO]}\n", "x.yaml");
  REQUIRE(loaded.diagnostics.size() == 1);
  CHECK(loaded.diagnostics[0].severity == Diagnostic::warning);
  CHECK(loaded.scenario != nullptr);
}

}  // namespace
}  // namespace postiche::scenario
