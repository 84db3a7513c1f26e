// SPDX-License-Identifier: MIT
// The delivery oracle: each thing that can become of a message.

#include <doctest/doctest.h>

#include "harness/judge/delivery.h"
#include "tests/engine/player.h"

namespace postiche::judge {
namespace {

using testing::Player;

constexpr const char* hello = "EHLO c.example\r\n";
constexpr const char* letter =
    "MAIL FROM:<a@c.example>\r\nRCPT TO:<b@example.com>\r\nDATA\r\n"
    "Message-ID: <1@c.example>\r\n\r\nHello\r\n.\r\n";

constexpr std::string_view head =
    "postiche: 1\nscenario: test.inline\nrev: 1\ntitle: A test\nwhy: To see it.\n";

// "delivered once" and so on, of the only delivery, where the client ended with this status.
std::string told(const std::string& yaml, std::string_view said, std::string_view status,
                 const std::optional<std::string>& given = std::nullopt) {
  Player player(testing::text_scenario(std::string(head) + yaml));
  player.connect(1);
  player.say(said);
  player.shut();
  player.world().note({}, {{"note", "client-ended"}, {"how", "exited"}, {"status", status}});
  const auto all = deliveries(smtp_conversations(player.events()), player.events(), given);
  REQUIRE(all.size() == 1);
  return all[0].message + ": " + std::string(name(all[0].delivery));
}

std::string words(std::string_view what) {
  return "<1@c.example> for b@example.com: " + std::string(what);
}

const std::string refusing = "smtp: {rules: [{when: message, reply: 554 5.6.0 No}]}";

}  // namespace

TEST_CASE("what was accepted once and told so is well") {
  CHECK(told("", std::string(hello) + letter, "0") == words("delivered once"));
}

TEST_CASE("what was refused is well where the client says so, and lost where it does not") {
  CHECK(told(refusing, std::string(hello) + letter, "1") ==
        words("refused, and the client said so"));
  CHECK(told(refusing, std::string(hello) + letter, "0") ==
        words("lost: the client said that all is well"));
}

TEST_CASE("a message that never came so far is told by its recipient") {
  CHECK(told("smtp: {rules: [{when: RCPT, reply: 550 5.1.1 No}]}",
             std::string(hello) + "MAIL FROM:<a@c.example>\r\nRCPT TO:<b@example.com>\r\n",
             "0") == "a message for b@example.com: lost: the client said that all is well");
}

TEST_CASE("what was accepted twice is doubled") {
  CHECK(told("", std::string(hello) + letter + letter, "0") == words("duplicated"));
}

TEST_CASE("what was deferred and came again is one message") {
  CHECK(told("smtp: {rules: [{when: message, times: 1, reply: 451 4.3.0 Later}]}",
             std::string(hello) + letter + letter, "0") == words("delivered once"));
}

TEST_CASE("a failure that is none is told") {
  CHECK(told("", std::string(hello) + letter, "1") ==
        words("delivered, although the client said that it failed"));
}

TEST_CASE("whoever never heard the reply cannot know") {
  CHECK(told("smtp: {rules: [{when: message, do: [{honest: {only: effect}}, {close: rst}]}]}",
             std::string(hello) + letter,
             "1") == words("unknowable: the reply was lost or misleading"));
}

TEST_CASE("a recipient whom a rule answered with octets of its own is known by the message") {
  const std::string own =
      "smtp: {rules: [{when: RCPT, do: [{honest: {only: effect}}, {send: \"250 Ja\\r\\n\"}]}]}";
  CHECK(told(own, std::string(hello) + letter, "0") == words("delivered once"));
}

TEST_CASE("a yes that is none misleads, a no does not") {
  const auto answered = [](const std::string& reply) {
    return "smtp: {rules: [{when: message, send: \"" + reply + "\"}]}";
  };
  CHECK(told(answered("250 Yes\\r\\n"), std::string(hello) + letter, "0") ==
        words("unknowable: the reply was lost or misleading"));
  for (const char* const reply : {"what?\\r\\n", "554 No\\r\\n", "250 Half of a ye"}) {
    CHECK(told(answered(reply), std::string(hello) + letter, "0") ==
          words("lost: the client said that all is well"));
  }
}

TEST_CASE("a client that is started for each phase sends a message of its own each time") {
  Player player(testing::text_scenario(head));
  for (const std::uint32_t client : {1U, 2U}) {
    player.connect(client);
    player.say(client, std::string(hello) + letter);
    player.fin(client);
    player.exit(client == 1 ? "0" : "1");
  }
  const auto events = player.events();
  const auto all = deliveries(smtp_conversations(events), events, std::nullopt);
  REQUIRE(all.size() == 2);
  CHECK(all[0].delivery == Delivery::once);
  CHECK(all[1].delivery == Delivery::false_failure);
}

TEST_CASE("other octets than were given are told, line endings apart") {
  const std::string same = "Message-ID: <1@c.example>\n\nHello\n";
  CHECK(told("", std::string(hello) + letter, "0", same) == words("delivered once"));
  CHECK(told("", std::string(hello) + letter, "0", "Message-ID: <1@c.example>\n\nHullo\n") ==
        words("altered on its way"));
}

TEST_CASE("nothing is said of runs without mail") {
  Player player(testing::text_scenario(head));
  player.connect(1);
  player.say("EHLO c.example\r\nQUIT\r\n");
  const auto events = player.events();
  CHECK(!judge_delivery(deliveries(smtp_conversations(events), events, std::nullopt)));
}

}  // namespace postiche::judge
