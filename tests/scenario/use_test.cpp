// SPDX-License-Identifier: MIT
// `use`: what a fragment adds to the scenario that uses it, and what it leaves alone.

#include <doctest/doctest.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "harness/scenario/library.h"
#include "harness/scenario/loader.h"

namespace postiche::scenario {
namespace {

namespace fs = std::filesystem;

// A folder of scenario files that is gone with the test.
class Folder {
 public:
  Folder() : path_(fs::temp_directory_path() / ("postiche-use-" + std::to_string(::getpid()))) {
    fs::create_directories(path_);
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string write(const std::string& name, const std::string& text) const {
    const fs::path file = path_ / name;
    fs::create_directories(file.parent_path());
    std::ofstream(file) << "postiche: 1\nscenario: " << fs::path(name).stem().string() << '\n'
                        << text;
    return file.string();
  }

 private:
  fs::path path_;
};

Result<std::string> library(std::string_view name) {
  return Library({std::string(POSTICHE_SOURCE_DIR) + "/scenarios"}).find_name(name);
}

ScenarioPtr load(const std::string& path, const Parameters& set = {}) {
  const Loaded loaded = load_file(path, set, library);
  for (const Diagnostic& one : loaded.diagnostics) FAIL_CHECK(one.text());
  REQUIRE(loaded.scenario);
  return loaded.scenario;
}

std::vector<std::string> rule_names(const Scenario& scenario) {
  std::vector<std::string> names;
  for (const Rule& rule : scenario.sections.at(Protocol::smtp).rules) names.push_back(rule.name);
  return names;
}

std::string code_of(const Rule& rule) {
  return std::get<ReplyStep>(rule.steps.at(0).what).lines.at(0).expand({}).substr(0, 3);
}

TEST_CASE("own rules come first, then those of the fragments in order") {
  const Folder folder;
  folder.write("one.yaml", "smtp: {rules: [{when: RCPT, reply: 451 4.0.0 One}]}\n");
  folder.write("two.yaml", "smtp: {rules: [{name: second, when: DATA, reply: 452 4.0.0 Two}]}\n");
  const auto scenario = load(folder.write("main.yaml",
                                          "use: [one.yaml, two.yaml, two.yaml]\n"
                                          "smtp: {rules: [{when: MAIL, reply: 450 4.0.0 Own}]}\n"));
  CHECK(rule_names(*scenario) ==
        std::vector<std::string>{"rule 1", "rule 1 of one.yaml", "second", "second (2)"});
}

TEST_CASE("a fragment's dialogues stay its own, whatever others are named") {
  const Folder folder;
  folder.write("one.yaml",
               "smtp:\n  dialogue:\n    - S: 220 ready\n    - play: part\n"
               "    - maybe: [C: NOOP, play: part]\n"
               "    - any-order: [[C: RSET, play: part], [C: NOOP]]\n"
               "  dialogues:\n    part: [S: 250 one]\n"
               "  rules: [{when: HELP, dialogue: part}]\n");
  const auto scenario = load(folder.write("main.yaml",
                                          "use: one.yaml\n"
                                          "smtp:\n  dialogues: {part: [S: 250 own]}\n"
                                          "  rules: [{when: MAIL, dialogue: part}]\n"));
  const Section& smtp = scenario->sections.at(Protocol::smtp);
  CHECK(smtp.dialogues.size() == 2);
  const std::string renamed = "part of one.yaml";
  CHECK(smtp.dialogues.contains(renamed));
  REQUIRE(smtp.dialogue);
  CHECK(std::get<PlayItem>(smtp.dialogue->lines[1].what).name == renamed);
  const auto& maybe = std::get<LoopItem>(smtp.dialogue->lines[2].what);
  CHECK(std::get<PlayItem>(maybe.lines[1].what).name == renamed);
  const auto& any = std::get<AnyOrderItem>(smtp.dialogue->lines[3].what);
  CHECK(std::get<PlayItem>(any.blocks[0][1].what).name == renamed);
  CHECK(std::get<DialogueStep>(smtp.rules[0].steps[0].what).name == "part");
  CHECK(std::get<DialogueStep>(smtp.rules[1].steps[0].what).name == renamed);
  CHECK(smtp.dialogues.at(renamed).lines[0].id == "one.yaml:10:12");
}

TEST_CASE("what the user says beats what a fragment says, and the first fragment the second") {
  const Folder folder;
  folder.write("one.yaml", "domain: one.example\nclock: {speed: 5}\n");
  folder.write("two.yaml",
               "domain: two.example\nclock: {speed: 9}\nneeds: [queue]\n"
               "smtp: {greeting: 220 two, offer: [HELP]}\n"
               "expect:\n  - {id: a, must: {never: HELO}, says: theirs}\n"
               "  - {id: b, must: {never: VRFY}}\n");
  const auto scenario =
      load(folder.write("main.yaml",
                        "use: [one.yaml, two.yaml]\nsmtp: {offer: [SIZE 1000]}\nneeds: [smtp]\n"
                        "clock: {start: 2026-01-01T00:00:00Z}\n"
                        "expect:\n  - {id: a, should: {never: EHLO}, says: mine}\n"));
  CHECK(scenario->domain == "one.example");
  CHECK(scenario->clock.speed == 1.0);
  REQUIRE(scenario->sections.at(Protocol::smtp).greeting);
  CHECK(scenario->sections.at(Protocol::smtp).greeting->at(0).expand({}) == "220 two");
  CHECK(scenario->sections.at(Protocol::smtp).offer.only->at(0).line == "SIZE 1000");
  CHECK(scenario->needs == std::vector<std::string>{"smtp", "queue"});
  REQUIRE(scenario->expect.size() == 2);
  CHECK(scenario->expect[0].says == "mine");
  CHECK(scenario->expect[1].id == "b");
}

TEST_CASE("parameters reach a fragment from the user, else from outside, else its own") {
  const Folder folder;
  folder.write("part.yaml",
               "with: {code: 451, event: RCPT}\n"
               "smtp: {rules: [{when: '{event}', reply: '{code} 4.0.0 No'}]}\n");
  const std::string silent = folder.write("silent.yaml", "use: part.yaml\n");
  CHECK(code_of(load(silent)->sections.at(Protocol::smtp).rules.at(0)) == "451");
  CHECK(code_of(load(silent, {{"code", "452"}})->sections.at(Protocol::smtp).rules.at(0)) == "452");
  const std::string says = folder.write(
      "says.yaml", "with: {mine: 450}\nuse: {scenario: part.yaml, with: {code: '{mine}'}}\n");
  CHECK(code_of(load(says)->sections.at(Protocol::smtp).rules.at(0)) == "450");
  CHECK(code_of(load(says, {{"mine", "453"}})->sections.at(Protocol::smtp).rules.at(0)) == "453");
  CHECK(load(says, {{"event", "DATA"}})->sections.at(Protocol::smtp).rules.at(0).when.at(0).verb ==
        "DATA");
  const Loaded shadowed = load_file(says, {{"code", "452"}}, library);
  REQUIRE(shadowed.diagnostics.size() == 1);
  CHECK(shadowed.diagnostics[0].what == "unknown parameter 'code'");
}

TEST_CASE("a library scenario is found by its name, and a fragment may use others") {
  const Folder folder;
  folder.write("deep/inner.yaml",
               "smtp: {rules: [{name: inner, when: MAIL, reply: 450 4.0.0 x}]}\n");
  folder.write("deep/outer.yaml", "use: [inner.yaml, greylisting]\n");
  const std::string main = folder.write("main.yaml", "use: deep/outer.yaml\n");
  const Loaded loaded = load_file(main, {{"delay", "10s"}}, library);
  REQUIRE(loaded.scenario);
  CHECK(rule_names(*loaded.scenario) == std::vector<std::string>{"inner", "too early"});
  CHECK(loaded.scenario->sections.at(Protocol::smtp).rules[1].budget.for_time ==
        Duration::seconds(10));
  CHECK(loaded.scenario->parameters.at("delay") == "10s");
  CHECK(loaded.files.size() == 4);
}

TEST_CASE("a name that a fragment's rule sets can be asked for by the user's") {
  const Folder folder;
  folder.write("part.yaml", "smtp: {rules: [{when: MAIL, set: {world.met: '{helo}'}}]}\n");
  const auto scenario = load(
      folder.write("main.yaml",
                   "use: part.yaml\nsmtp: {rules: [{when: RCPT, if: {world.met: {present: yes}}, "
                   "reply: '450 4.0.0 {world.met}'}]}\n"));
  CHECK(scenario->sections.at(Protocol::smtp).rules.size() == 2);
}

TEST_CASE("a merged map has its own keys, then those of the first base") {
  const Folder folder;
  const auto scenario = load(
      folder.write("main.yaml",
                   "x-a: &a {times: 1, every: 2}\nx-b: &b {every: 3, after: 4}\n"
                   "smtp: {rules: [{<<: [*a, *b], times: 9, when: RCPT, reply: 451 4.0.0 x}]}\n"));
  const Budget& budget = scenario->sections.at(Protocol::smtp).rules.at(0).budget;
  CHECK(budget.times == 9);
  CHECK(budget.every == 2);
  CHECK(budget.after == 4);
}

}  // namespace
}  // namespace postiche::scenario
