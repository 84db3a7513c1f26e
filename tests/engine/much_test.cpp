// SPDX-License-Identifier: MIT
// A `send` that is repeated beyond any memory: kept once, pulled copy by copy, and what waits
// behind it comes.

#include <doctest/doctest.h>

#include <algorithm>

#include "harness/transcript/text_form.h"
#include "tests/engine/player.h"

namespace postiche {
namespace {

constexpr const char* rules =
    "postiche: 1\nscenario: test.much\nrev: 1\ntitle: A\nwhy: B.\nsmtp:\n  rules:\n"
    "    - {when: HELP, do: [{send: {text: \"214-more\\r\\n\", repeat: 1000}}, "
    "{send: \"214 end\"}]}\n"
    "    - {when: RSET, do: [{pace: {bytes: 2, every: 1s}}, {send: {text: abc, repeat: 3}}, "
    "{wait: 1s}, {close: fin}]}\n"
    "    - {when: EXPN, send: {text: x, repeat: 4000000000}}\n"
    "    - {when: VRFY, do: [{send: {text: x, repeat: 4000000000}}, {close: fin}]}\n";

std::string much() {
  std::string all;
  for (int i = 0; i < 1000; ++i) all += "214-more\r\n";
  return all + "214 end";
}

}  // namespace

TEST_CASE("what is said behind a long repeat, and heard meanwhile, comes in its turn") {
  testing::Player player(testing::text_scenario(rules));
  player.connect(1);
  player.take();
  player.say("HELP\r\nNOOP\r\nHELP\r\nQUIT\r\n");
  const std::string said = player.take();
  CHECK(said == much() + "250 Ok\r\n" + much() + "221 Bye\r\n");
  CHECK(player.ending() == "finish");
}

TEST_CASE("a client that ends its side amid a long repeat gets all of it") {
  testing::Player player(testing::text_scenario(rules));
  player.connect(1);
  player.take();
  player.say("HELP\r\n");
  player.fin();
  CHECK(player.take() == much());
}

TEST_CASE("four thousand million repeats are pulled one by one") {
  engine::World world(testing::text_scenario(rules), VirtualTime{});
  engine::Session session(world, engine::Peer{"127.0.0.1", 1, "smtp"});
  session.on_connect(Instant{});
  while (session.next_effect()) {
  }
  session.on_bytes("VRFY a\r\n", Instant{});
  for (int i = 0; i < 1000; ++i) {
    const auto effect = session.next_effect();
    REQUIRE(effect);
    CHECK(effect->bytes == "x");
  }
  const auto events = world.transcript.events();
  const auto flood = std::find_if(events.begin(), events.end(),
                                  [](const auto* event) { return event->times() > 1; });
  REQUIRE(flood != events.end());
  CHECK((*flood)->bytes == "x");
  CHECK((*flood)->times() == 4'000'000'000);
  CHECK((*flood)->copies(5) == "xxxxx");
  const std::string text = transcript::to_text(
      transcript::text_lines({events.begin(), events.end()}, transcript::Secrets::shown));
  CHECK(text.find("S: x\\\n! said 4000000000 times\n") != std::string::npos);
  session.on_gone("rst", Instant{});
}

TEST_CASE("a client that takes nothing of a flood is sent away when its time is over") {
  engine::World world(testing::text_scenario(rules), VirtualTime{});
  engine::Session session(world, engine::Peer{"127.0.0.1", 1, "smtp"});
  session.on_connect(Instant{});
  while (session.next_effect()) {
  }
  session.on_bytes("EXPN a\r\n", Instant{});
  REQUIRE(session.next_effect());
  const Instant slow = Instant{} + Duration::minutes(4);
  session.on_time(slow);
  REQUIRE(session.next_effect());  // slow, and still there
  session.on_time(slow + Duration::minutes(4));
  REQUIRE(session.next_effect());
  session.on_time(slow + Duration::minutes(10));
  const auto last = session.next_effect();
  REQUIRE(last);
  CHECK(last->kind == engine::Effect::Kind::reset);
  CHECK_FALSE(session.next_effect());
}

TEST_CASE("a paced flood is cut as it goes, with its pauses between the copies") {
  testing::Player player(testing::text_scenario(rules));
  player.connect(1);
  player.take();
  player.say("RSET\r\n");
  CHECK(player.take() == "ab");
  player.advance(Duration::seconds(3));
  CHECK(player.take() == "cabc");
  player.advance(Duration::seconds(2));
  CHECK(player.take() == "abc");
  CHECK(player.ending().empty());
  player.advance(Duration::seconds(1));
  CHECK(player.ending() == "fin");
}

}  // namespace postiche
