// SPDX-License-Identifier: MIT
// What the judge says of dialogues: the verdict, and which lines were played.

#include <doctest/doctest.h>

#include "harness/judge/dialogue_coverage.h"
#include "harness/judge/expectations.h"
#include "tests/engine/player.h"

namespace postiche::judge {
namespace {

using testing::Player;

constexpr std::string_view head =
    "postiche: 1\nscenario: test.inline\nrev: 1\ntitle: A test\nwhy: To see it.\n";

constexpr std::string_view parts =
    "smtp:\n  dialogue:\n    - S: 220 ready\n    - repeat: [C: NOOP, play: answer]\n"
    "    - C: DATA\n    - S: 354 go\n    - message\n    - pace: {bytes: 1}\n    - S: 250 kept\n"
    "    - C: {bytes: 2}\n  dialogues:\n    answer: [S: 250 OK]\n";

std::string verdict(const std::string& smtp, std::string_view said) {
  const auto scenario = testing::text_scenario(std::string(head) + smtp);
  Player player(scenario);
  player.connect(1);
  player.say(said);
  player.shut();
  const auto verdicts = judge(*scenario, player.events());
  if (verdicts.empty()) return "none";
  CHECK(verdicts.size() == 1);
  CHECK(verdicts[0].id == "dialogue");
  return std::string(name(verdicts[0].outcome)) + ": " + verdicts[0].measured;
}

}  // namespace

TEST_CASE("a dialogue is an expectation, unless it forgives all") {
  const std::string lines = "[S: 220 ready, C: NOOP, S: 250 OK]";
  CHECK(verdict("smtp: {dialogue: " + lines + "}\n", "NOOP\r\n") ==
        "PASS: all that was heard fitted");
  CHECK(verdict("smtp: {dialogue: " + lines + "}\n", "RSET\r\n") ==
        "FAIL: connection 1: dialogue does not fit, at test.yaml:6:33\nheard:   RSET\n"
        "wanted:  NOOP\n         ^");
  CHECK(verdict("smtp: {dialogue: " + lines + "}\n", "") ==
        "FAIL: connection 1: dialogue not finished, it waits for C: NOOP, at test.yaml:6:33");
  CHECK(verdict("smtp: {dialogue: {else: honest, lines: " + lines + "}}\n", "RSET\r\n") == "none");
  const std::string jump =
      "smtp: {rules: [{when: HELP, dialogue: x}], dialogues: {x: [C: NOOP]}}\n";
  CHECK(verdict(jump, "NOOP\r\n") == "none");
  CHECK(verdict(jump, "HELP\r\n") ==
        "FAIL: connection 1: dialogue not finished, it waits for C: NOOP, at test.yaml:6:60");
}

TEST_CASE("a dialogue that nobody began is unresolved") {
  const auto scenario =
      testing::text_scenario(std::string(head) + "smtp: {dialogue: [S: 220 ready]}\n");
  Player player(scenario);
  const auto verdicts = judge(*scenario, player.events());
  REQUIRE(verdicts.size() == 1);
  CHECK(verdicts[0].outcome == Outcome::unresolved);
}

TEST_CASE("each line is counted, however it is cut and wherever it is played from") {
  const auto scenario = testing::text_scenario(std::string(head) + std::string(parts));
  Player player(scenario);
  player.connect(1);
  player.say("NOOP\r\nNOOP\r\nDATA\r\nx\r\n.\r\n12");
  std::string told;
  for (const LineCoverage& line : dialogue_coverage(*scenario, player.events())) {
    told += line.shown + ": " + line.text() + "\n";
  }
  CHECK(told ==
        "S: 220 ready: played once\nC: NOOP: played 2 times\nC: DATA: played once\n"
        "S: 354 go: played once\nmessage: played once\nS: 250 kept: played once\n"
        "C: 2 bytes: played once\nS: 250 OK: played 2 times\n");
}

}  // namespace postiche::judge
