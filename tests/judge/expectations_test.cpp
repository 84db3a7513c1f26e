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
  CHECK(verdict(by_client, "QUIT\r\n") == "PASS: every connection ended so: 1");
  CHECK(verdict(by_client, "NOOP\r\n") == "UNRESOLVED: no connection has ended");
  CHECK(verdict(by_client, [](Player& player) { player.advance(Duration::minutes(6)); }) ==
        "WARN: connection 1 was ended by the server (timeout)");
  CHECK(verdict("{id: x, must: {ending: {how: quit}}}", [](Player& player) { player.rst(); }) ==
        "FAIL: connection 1 was ended by the client (rst)");
}

TEST_CASE("seen, and the nearest where it was not") {
  const std::string alice = "{id: x, must: {seen: {event: RCPT, if: {recipient: alice@d}}}}";
  CHECK(verdict(alice, "EHLO c\r\nMAIL FROM:<a@c>\r\nRCPT TO:<alice@d>\r\n") ==
        "PASS: RCPT came once; expected: at least once");
  CHECK(verdict(alice, one_message) ==
        "FAIL: RCPT never came; the nearest: recipient was 'b@d', wanted alice@d; expected: at "
        "least once");
  CHECK(verdict("{id: x, must: {seen: QUIT}}", "") ==
        "FAIL: QUIT never came; expected: at least once");
  CHECK(verdict("{id: x, must: {count: {event: RCPT, if: {recipient: z@d}, at-least: 1}}}",
                one_message) ==
        "FAIL: RCPT never came; the nearest: recipient was 'b@d', wanted z@d; expected: at least "
        "1");
}

TEST_CASE("within") {
  const std::string soon = "{id: x, must: {within: {event: QUIT, after: RSET, time: 10s}}}";
  const auto after = [](Duration pause, std::string_view then) {
    return [pause, then](Player& player) {
      player.say("RSET\r\n");
      player.advance(pause);
      player.say(then);
    };
  };
  CHECK(verdict(soon, after(Duration::seconds(10), "QUIT\r\n")) ==
        "PASS: QUIT came 10s after RSET; expected: within 10s");
  CHECK(verdict(soon, after(Duration::seconds(11), "QUIT\r\n")) ==
        "FAIL: QUIT came 11s after RSET; expected: within 10s");
  CHECK(verdict(soon, after(Duration::seconds(11), "NOOP\r\n")) ==
        "FAIL: QUIT did not come after RSET; expected: within 10s");
  CHECK(verdict(soon, after(Duration::seconds(1), "NOOP\r\n")) ==
        "UNRESOLVED: RSET never came, or only at the end");
  CHECK(verdict(soon, [](Player& player) {
          player.say("RSET\r\n");
          player.rst();
        }) == "FAIL: QUIT did not come after RSET; expected: within 10s");
}

TEST_CASE("within, where the event is a new connection") {
  const std::string back = "{id: x, must: {within: {event: connect, after: close, time: 1m}}}";
  const auto reconnect = [](Duration pause) {
    return [pause](Player& player) {
      player.rst();
      player.advance(pause);
      player.connect(2);
    };
  };
  CHECK(verdict(back, reconnect(Duration::seconds(60))) ==
        "PASS: connect came 1m after close; expected: within 1m");
  CHECK(verdict(back, reconnect(Duration::seconds(61))) ==
        "FAIL: connect came 1m1s after close; expected: within 1m");
}

TEST_CASE("order") {
  const std::string order = "{id: x, must: {order: [EHLO, MAIL, RCPT]}}";
  CHECK(verdict(order, one_message) == "PASS: all that came was in order");
  CHECK(verdict(order, "EHLO c\r\n") == "PASS: all that came was in order");
  CHECK(verdict(order, "EHLO c\r\nRCPT TO:<b@d>\r\n") ==
        "FAIL: RCPT came before MAIL on connection 1");
  CHECK(verdict(order, "NOOP\r\n") == "UNRESOLVED: none of these events came");
  CHECK(verdict(order, [](Player& player) {
          player.say("EHLO c\r\n");
          player.connect(2);
          player.say(2, "MAIL FROM:<a@c>\r\n");
        }) == "FAIL: MAIL came before EHLO on connection 2");
}

TEST_CASE("same across attempts, connections and events") {
  const std::string same =
      "{id: x, must: {same: {values: [header.message-id, content, recipient]}}}";
  const std::string head_of_mail = "MAIL FROM:<a@c>\r\nRCPT TO:<b@d>\r\n";
  const auto twice = [&](const std::string& first, const std::string& second) {
    return [=](Player& player) {
      player.say("EHLO c\r\n" + head_of_mail + first + head_of_mail + second);
    };
  };
  const std::string refused = "RSET\r\n";
  const std::string sent = "DATA\r\nMessage-ID: <1@c>\r\n\r\nx\r\n.\r\n";
  CHECK(verdict(same, twice(refused, sent)) == "PASS: they stayed the same");
  CHECK(verdict(same, twice("RCPT TO:<e@d>\r\n" + refused, sent)) ==
        "FAIL: recipient was 'b@d e@d', then 'b@d'");
  CHECK(verdict(same, sent) == "UNRESOLVED: there were no two to compare");
  const std::string names = "{id: x, must: {same: {values: helo, across: connections}}}";
  const auto greet_twice = [](std::string_view second) {
    return [second](Player& player) {
      player.say("EHLO one\r\n");
      player.connect(2);
      player.say(2, "EHLO " + std::string(second) + "\r\n");
    };
  };
  CHECK(verdict(names, greet_twice("one")) == "PASS: they stayed the same");
  CHECK(verdict(names, greet_twice("two")) == "FAIL: helo was 'one', then 'two'");
  const std::string arguments = "{id: x, must: {same: {values: [argument], across: EHLO}}}";
  CHECK(verdict(arguments, "EHLO a\r\nEHLO b\r\n") == "FAIL: argument was 'a', then 'b'");
}

TEST_CASE("content is compared from one refused attempt to the next") {
  const auto scenario = testing::text_scenario(
      std::string(head) + "  - {id: x, must: {same: {values: [content, header.message-id]}}}\n" +
      "smtp: {rules: [{when: message, times: 1, reply: 451 4.3.0 Later}]}\n");
  const auto outcome = [&](std::string_view second) {
    Player player(scenario);
    player.connect(1);
    const std::string mail = "MAIL FROM:<a@c>\r\nRCPT TO:<b@d>\r\nDATA\r\n";
    player.say("EHLO c\r\n" + mail + "Message-ID: <1@c>\r\n\r\nx\r\n.\r\n" + mail +
               std::string(second) + ".\r\n");
    const auto verdicts = judge(*scenario, player.events());
    return std::string(name(verdicts[0].outcome)) + ": " + verdicts[0].measured;
  };
  CHECK(outcome("Message-ID: <1@c>\r\n\r\nx\r\n") == "PASS: they stayed the same");
  CHECK(outcome("Message-ID: <1@c>\r\n\r\ny\r\n").starts_with("FAIL: content was SHA-256 "));
}

TEST_CASE("client") {
  CHECK(verdict("{id: x, must: {client: {status: 0}}}", "") ==
        "UNRESOLVED: nobody knows how the client ended: 'run' did not start it");
}

TEST_CASE("stream") {
  const std::string stream =
      "{id: x, must: {stream: {drop: [NOOP, RSET*], substitute: {\"/[0-9]+/\": N}, equals: "
      "[\"EHLO c\", \"MAIL FROM:<a@c> SIZE=N\", QUIT]}}}";
  CHECK(verdict(stream, "EHLO c\r\nNOOP\r\nMAIL FROM:<a@c> SIZE=10\r\nQUIT\r\n") ==
        "PASS: all 3 lines were as expected");
  CHECK(verdict(stream, "EHLO c\r\nMAIL FROM:<b@c> SIZE=10\r\nQUIT\r\n") ==
        "FAIL: line 2 was 'MAIL FROM:<b@c> SIZE=N'; expected: 'MAIL FROM:<a@c> SIZE=N'; they "
        "differ from column 12");
  CHECK(verdict(stream, "EHLO c\r\n") ==
        "FAIL: line 2 never came; expected: 'MAIL FROM:<a@c> SIZE=N'");
  CHECK(verdict(stream, "EHLO c\nMAIL FROM:<a@c> SIZE=1\r\n") ==
        "FAIL: line 1 was 'EHLO c\\n'; expected: 'EHLO c'; they differ from column 7");
  CHECK(verdict("{id: x, must: {stream: {equals: \"EHLO c\\nQUIT\\n\"}}}",
                "EHLO c\r\nNOOP\r\nQUIT\r\n") ==
        "FAIL: line 2 was 'NOOP'; expected: 'QUIT'; they differ from column 1");
}

TEST_CASE("pick") {
  const std::string pick =
      "{id: x, pick: [{fail: {count: {event: NOOP, at-least: 3}}}, {warn: {seen: NOOP}}, "
      "{pass: {seen: QUIT}}]}";
  CHECK(verdict(pick, "NOOP\r\nNOOP\r\nNOOP\r\n") ==
        "FAIL: NOOP came 3 times; expected: at least 3");
  CHECK(verdict(pick, "NOOP\r\nQUIT\r\n") == "WARN: NOOP came once; expected: at least once");
  CHECK(verdict(pick, "QUIT\r\n") == "PASS: QUIT came once; expected: at least once");
  CHECK(verdict(pick, "") == "FAIL: none of the outcomes was met");
  CHECK(verdict("{id: x, pick: [{pass: {ending: {how: quit}}}]}", "") ==
        "UNRESOLVED: none of the situations arose");
}

TEST_CASE("nothing is judged where the situation never arose") {
  const std::string stops =
      "{id: x, must: {never: DATA}, arises: {event: RCPT, if: {recipient: b@d}}}";
  CHECK(verdict(stops, "EHLO c\r\nQUIT\r\n") ==
        "UNRESOLVED: the situation never arose: RCPT never came; expected: at least once");
  CHECK(verdict(stops, one_message) == "FAIL: DATA came once; expected: never");
  CHECK(verdict(stops, "EHLO c\r\nMAIL FROM:<a@c>\r\nRCPT TO:<b@d>\r\nQUIT\r\n") ==
        "PASS: DATA never came; expected: never");
  CHECK(verdict("{id: x, pick: [{fail: {seen: QUIT}}], arises: DATA}", "QUIT\r\n") ==
        "UNRESOLVED: the situation never arose: DATA never came; expected: at least once");
}

TEST_CASE("early is what did not wait for the reply to what stood before it") {
  const std::string waits = "{id: x, must: {never: {event: early, if: {verb: RCPT}}}}";
  const auto at_once = [](Player& player) {
    player.take_time();
    player.say("EHLO c\r\n");
    player.say("MAIL FROM:<a@c>\r\nRCPT TO:<b@d>\r\n");
  };
  const auto one_by_one = [](Player& player) {
    player.take_time();
    player.say("EHLO c\r\n");
    player.say("MAIL FROM:<a@c>\r\n");
    player.say("RCPT TO:<b@d>\r\n");
  };
  CHECK(verdict(waits, at_once) == "FAIL: early came once; expected: never");
  CHECK(verdict(waits, one_by_one) == "PASS: early never came; expected: never");
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
