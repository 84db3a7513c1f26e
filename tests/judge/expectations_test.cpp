// SPDX-License-Identifier: MIT
// Each form of expectation, met, unmet and never arisen, with the sentence that people read.

#include <doctest/doctest.h>

#include <concepts>

#include "harness/judge/expectations.h"
#include "tests/engine/player.h"

namespace postiche::judge {
namespace {

using testing::Player;

constexpr std::string_view head =
    "postiche: 1\nscenario: test.inline\nrev: 1\ntitle: A test\nwhy: To see it.\nexpect:\n";

constexpr std::string_view one_message =
    "EHLO c\r\nMAIL FROM:<a@c>\r\nRCPT TO:<b@d>\r\nDATA\r\nSubject: hi\r\n\r\n..x\r\n.\r\n";

// "PASS: measured" of the only expectation of this scenario.
template <std::invocable<Player&> Act>
std::string verdict(const std::string& expectation, Act&& act) {
  const auto scenario = testing::text_scenario(std::string(head) + "  - " + expectation + "\n");
  Player player(scenario);
  player.connect(1);
  act(player);
  const auto verdicts = judge(*scenario, player.events());
  REQUIRE(verdicts.size() == 1);
  CHECK(verdicts[0].id == "x");
  return std::string(name(verdicts[0].outcome)) + ": " + verdicts[0].measured;
}

std::string verdict(const std::string& expectation, std::string_view said) {
  return verdict(expectation, [said](Player& player) { player.say(said); });
}

}  // namespace

TEST_CASE("count") {
  const std::string noop = "{id: x, must: {count: {event: NOOP, exactly: 1}}}";
  CHECK(verdict(noop, "NOOP\r\n") == "PASS: NOOP came once; expected: exactly 1");
  CHECK(verdict(noop, "") == "FAIL: NOOP never came; expected: exactly 1");
  CHECK(verdict(noop, "NOOP\r\nnoop\r\n") == "FAIL: NOOP came 2 times; expected: exactly 1");
  CHECK(verdict("{id: x, should: {count: {event: message, at-least: 2, at-most: 3}}}",
                one_message) == "WARN: message came once; expected: at least 2 and at most 3");
  CHECK(verdict("{id: x, info: {count: {event: connect, at-least: 1}}}", "") ==
        "INFO: connect came once; expected: at least 1");
  CHECK(verdict("{id: x, must: {count: {event: RCPT, if: {recipient: b@d}, exactly: 1}}}",
                one_message) == "PASS: RCPT came once; expected: exactly 1");
}

TEST_CASE("never") {
  const std::string lower = "{id: x, must: {never: {event: command, if: {line: \"/^[a-z]/\"}}}}";
  CHECK(verdict(lower, "NOOP\r\n") == "PASS: command never came; expected: never");
  CHECK(verdict(lower, "noop\r\n") == "FAIL: command came once; expected: never");
  CHECK(verdict("{id: x, must: {never: {event: unknown}}}", "FOO\r\n") ==
        "FAIL: unknown came once; expected: never");
  CHECK(verdict("{id: x, must: {never: {event: garbage}}}", "\xff\r\n") ==
        "FAIL: garbage came once; expected: never");
}

TEST_CASE("gap between attempts at one message") {
  const std::string gap = "{id: x, should: {gap: {between: attempts, at-least: 1m}}}";
  const auto attempts = [](Duration pause) {
    return [pause](Player& player) {
      player.say("EHLO c\r\nMAIL FROM:<a@c>\r\nRCPT TO:<b@d>\r\nRSET\r\n");
      player.advance(pause);
      player.say("MAIL FROM:<a@c>\r\nRCPT TO:<b@d>\r\n");
    };
  };
  CHECK(verdict(gap, attempts(Duration::minutes(1))) == "PASS: the shortest gap was 1m");
  CHECK(verdict(gap, attempts(Duration::milliseconds(1500))) ==
        "WARN: the shortest gap was 1s500ms; expected: at least 1m");
  CHECK(verdict(gap, one_message) == "UNRESOLVED: there were no two to measure between");
  CHECK(verdict("{id: x, must: {gap: {between: attempts, at-most: 10s}}}",
                attempts(Duration::minutes(1))) ==
        "FAIL: the longest gap was 1m; expected: at most 10s");
  // A second message is no second attempt.
  CHECK(verdict(gap, std::string(one_message) + std::string(one_message)) ==
        "UNRESOLVED: there were no two to measure between");
}

TEST_CASE("gap between connections") {
  const auto twice = [](Player& player) {
    player.advance(Duration::seconds(30));
    player.connect(2);
  };
  CHECK(verdict("{id: x, must: {gap: {between: connections, at-least: 30s}}}", twice) ==
        "PASS: the shortest gap was 30s");
}

TEST_CASE("message") {
  CHECK(verdict("{id: x, must: {message: {header: {subject: hi}, recipient: b@d}}}", one_message) ==
        "PASS: a message as expected was accepted");
  CHECK(verdict("{id: x, must: {message: {header: {subject: ho}}}}", one_message) ==
        "FAIL: no accepted message was as expected; of the last one: its subject was 'hi'");
  CHECK(verdict("{id: x, must: {message: {header: {x-y: ho}}}}", one_message) ==
        "FAIL: no accepted message was as expected; of the last one: it had no x-y");
  CHECK(verdict("{id: x, must: {message: {reverse-path: z@c}}}", one_message) ==
        "FAIL: no accepted message was as expected; of the last one: the reverse-path was <a@c>");
  CHECK(verdict("{id: x, must: {message: {recipient: b@d}}}", "EHLO c\r\n") ==
        "FAIL: no message was accepted");
  CHECK(verdict("{id: x, must: {message: {bytes: {ends: \"\\r\\n.x\\r\\n\"}}}}", one_message) ==
        "PASS: a message as expected was accepted");
}

TEST_CASE("ending") {
  const std::string by_client = "{id: x, should: {ending: {by: client}}}";
  CHECK(verdict(by_client, "QUIT\r\n") == "PASS: all 1 connections ended so");
  CHECK(verdict(by_client, "NOOP\r\n") == "UNRESOLVED: no connection has ended");
  CHECK(verdict(by_client, [](Player& player) { player.advance(Duration::minutes(6)); }) ==
        "WARN: connection 1 was ended by the server (timeout)");
  CHECK(verdict("{id: x, must: {ending: {how: quit}}}", [](Player& player) { player.rst(); }) ==
        "FAIL: connection 1 was ended by the client (rst)");
}

TEST_CASE("the worst verdict is the one that counts") {
  const auto worst_of = [](std::vector<Outcome> outcomes) {
    std::vector<Verdict> verdicts(outcomes.size());
    for (std::size_t i = 0; i < outcomes.size(); ++i) verdicts[i].outcome = outcomes[i];
    return worst(verdicts);
  };
  CHECK(worst_of({}) == Outcome::pass);
  CHECK(worst_of({Outcome::info, Outcome::warn}) == Outcome::warn);
  CHECK(worst_of({Outcome::unresolved, Outcome::warn}) == Outcome::unresolved);
  CHECK(worst_of({Outcome::fail, Outcome::unresolved}) == Outcome::fail);
}

}  // namespace postiche::judge
