// SPDX-License-Identifier: MIT
// No client can make a session eat the machine.

#include <doctest/doctest.h>

#include "harness/engine/memory.h"
#include "tests/engine/player.h"

namespace postiche::testing {
namespace {

constexpr std::size_t mega = 1024 * 1024;

scenario::ScenarioPtr honest() { return library_scenario("honest", {}); }

// A session that is fed without the player's own bookkeeping, which keeps everything.
struct Bare {
  explicit Bare(const scenario::ScenarioPtr& scenario, std::size_t limit = 8 * mega)
      : world(scenario, VirtualTime{}, limit),
        session(world, engine::Peer{"127.0.0.1", 1, "smtp"}) {
    session.on_connect({});
    drain();
  }

  void say(std::string_view bytes) {
    session.on_bytes(bytes, {});
    drain();
  }
  void drain() {
    while (const auto effect = session.next_effect()) {
      if (effect->kind == engine::Effect::Kind::send) said = effect->bytes;
      if (effect->kind == engine::Effect::Kind::close) closed = true;
    }
  }
  std::size_t footprint() const {
    std::size_t octets = 0;
    for (const auto* const log : world.transcript.open_logs()) octets += log->arena().footprint();
    return octets;
  }
  bool noted(std::string_view note) const {
    for (const auto* const event : world.transcript.events()) {
      if (event->field("note") == note) return true;
    }
    return false;
  }

  engine::World world;
  engine::Session session;
  std::string said;
  bool closed = false;
};

}  // namespace

TEST_CASE("a command of IMAP without end is refused, and then the end") {
  Player player(honest(), {}, mega);
  player.listen_as("imap");
  player.connect(1);
  player.say("a LOGIN " + std::string(60'000, 'x') + " {0+}\r\n");
  std::string many;
  for (int i = 0; i < 1000; ++i) many += "{0+}\r\n";
  for (int i = 0; i < 100 && player.ending().empty(); ++i) player.say(many);
  CHECK(player.received().find("a BAD Line too long\r\n") != std::string::npos);
  CHECK(player.ending() == "fin");
}

TEST_CASE("a gigabyte without a line ending is answered with 421 and the end") {
  Bare bare(honest());
  const std::string chunk(mega, 'x');
  for (int i = 0; i < 1024; ++i) bare.say(chunk);
  CHECK(bare.said.starts_with("421"));
  CHECK(bare.closed);
  CHECK(bare.noted("line-cap"));
  CHECK(bare.noted("deaf-cap"));
  CHECK(bare.footprint() < 3 * mega);
}

TEST_CASE("endless content is heard, but kept only a little beyond the limit") {
  Bare bare(text_scenario("postiche: 1\nscenario: t.t\nrev: 1\ntitle: T\nwhy: W.\n"
                          "smtp: {offer: {add: [SIZE 100000]}}\n"),
            64 * mega);
  bare.say("EHLO c\r\nMAIL FROM:<>\r\nRCPT TO:<postmaster>\r\nDATA\r\n");
  const std::string chunk = std::string(998, 'x') + "\r\n";
  for (int i = 0; i < 100'000; ++i) bare.say(chunk);
  CHECK(bare.noted("content-cap"));
  CHECK(bare.footprint() < 4 * mega);  // the last chunk of memory may be a huge page
  // What was recorded before the cap is still as it was heard.
  const auto events = bare.world.transcript.events();
  for (const auto* const event : events) {
    if (event->kind == transcript::Kind::bytes)
      CHECK(event->bytes.find_first_not_of("x\r\n") == std::string_view::npos);
  }
  bare.say(".\r\n");
  CHECK(bare.said.starts_with("552"));
  CHECK(bare.world.store.messages().empty());
  bare.say("NOOP\r\n");
  CHECK(bare.said.starts_with("250"));
}

TEST_CASE("a connection that fills the transcript alone is sent away") {
  Bare bare(honest(), 2 * mega);
  bare.say("EHLO c\r\n");
  for (int i = 0; i < 200'000; ++i) bare.say("NOOP\r\n");
  CHECK(bare.said.starts_with("421 4.3.1"));
  CHECK(bare.closed);
  CHECK(bare.noted("transcript-cap"));
  CHECK(bare.footprint() < 5 * mega);
}

TEST_CASE("endless content fills the transcript no further than its limit") {
  Bare bare(honest(), 2 * mega);
  bare.say("EHLO c\r\nMAIL FROM:<>\r\nRCPT TO:<postmaster>\r\nDATA\r\n");
  const std::string chunk = std::string(998, 'x') + "\r\n";
  for (int i = 0; i < 20'000; ++i) bare.say(chunk);
  CHECK(bare.said.starts_with("421 4.3.1"));
  CHECK(bare.closed);
  CHECK(bare.footprint() < 5 * mega);
}

TEST_CASE("what a client pipelines while a reply is late is held up to a limit") {
  Bare bare(
      text_scenario("postiche: 1\nscenario: t.t\nrev: 1\ntitle: T\nwhy: W.\n"
                    "smtp: {rules: [{when: connect, do: [{wait: forever}]}]}\n"));
  std::size_t taken = 0;
  const std::string chunk(10'000, 'x');
  for (int i = 0; i < 100; ++i) taken += bare.session.on_bytes(chunk, {});
  CHECK(taken == 64 * 1024);
  CHECK_FALSE(bare.session.hungry());
  CHECK(bare.session.deadline() == std::nullopt);
}

TEST_CASE("a million made-up senders share a tally beyond the limit") {
  engine::Memory memory;
  for (int i = 0; i < 1'000'000; ++i) {
    REQUIRE(memory.touch("0", std::to_string(i), VirtualTime{}, std::nullopt).count == 1);
  }
  for (std::uint64_t i = 1; i <= 1000; ++i) {
    REQUIRE(memory.touch("0", "new" + std::to_string(i), VirtualTime{}, std::nullopt).count == i);
  }
  CHECK(memory.touch("0", "17", VirtualTime{}, std::nullopt).count == 2);
}

TEST_CASE("content is recorded in pieces of fixed sizes, a data rule at its octet") {
  const auto sizes = [](std::string_view rules) {
    Player player(text_scenario("postiche: 1\nscenario: t.t\nrev: 1\ntitle: T\nwhy: W.\n" +
                                std::string(rules)),
                  {Cuts::Kind::random, 3});
    player.connect(1);
    player.say("EHLO c\r\nMAIL FROM:<>\r\nRCPT TO:<postmaster>\r\nDATA\r\n");
    for (int i = 0; i < 150; ++i) player.say(std::string(998, 'x') + "\r\n");
    player.say(".\r\n");
    std::vector<std::size_t> found;
    for (const auto* const event : player.events()) {
      if (event->kind == transcript::Kind::bytes) found.push_back(event->bytes.size());
    }
    return found;
  };
  CHECK(sizes("") == std::vector<std::size_t>{4096, 4096, 8192, 16384, 32768, 65536, 18931});
  CHECK(sizes("smtp: {rules: [{when: {data: {after-bytes: 5000}}, reply: 451 hm}]}\n") ==
        std::vector<std::size_t>{4096, 904, 3192, 8192, 16384, 32768, 65536, 18931});
}

}  // namespace postiche::testing
