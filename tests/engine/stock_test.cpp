// SPDX-License-Identifier: MIT
// The mail that a scenario brings, from every kind of source.

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "harness/engine/world.h"
#include "harness/scenario/loader.h"

namespace postiche::engine {
namespace {

constexpr std::string_view head =
    "postiche: 1\nscenario: test.stock\nrev: 1\ntitle: A test\nwhy: To see it.\naccounts:\n"
    "  alice:\n    mailboxes:\n      INBOX: ";

struct Told {
  std::string text, flags, date;
  friend bool operator==(const Told&, const Told&) = default;
};
std::ostream& operator<<(std::ostream& out, const Told& told) {
  return out << told.text << "|" << told.flags << "|" << told.date;
}

scenario::ScenarioPtr scenario_with(const std::string& messages) {
  const auto loaded =
      scenario::load_text(std::string(head) + messages + "\n",
                          POSTICHE_SOURCE_DIR "/tests/scenarios/inline.yaml", {}, nullptr);
  REQUIRE(loaded.scenario);
  return loaded.scenario;
}

std::vector<Told> inbox(World& world) {
  std::vector<Told> all;
  const auto mailbox = world.store.mailboxes_of("alice")->inbox();
  for (const store::Message& message : mailbox->messages()) {
    Told told{message.body.read()->flatten(), "", to_text(message.internal_date)};
    for (const std::string_view flag : mailbox->keywords().names(message.flags)) {
      told.flags += std::string(flag) + " ";
    }
    all.push_back(std::move(told));
  }
  return all;
}

std::vector<Told> stocked(const std::string& messages) {
  World world(scenario_with(messages), VirtualTime{1'767'225'600'000'000'000});
  return inbox(world);
}

TEST_CASE("a message comes with the flags and the date that it is given") {
  const std::vector<Told> told =
      stocked(R"({text: "A: b\n\nc", flags: [\seen, Work], date: 2026-02-03T04:05:06Z})");
  CHECK(told ==
        std::vector<Told>{{"A: b\r\n\r\nc\r\n", "\\Seen Work ", "2026-02-03T04:05:06.000Z"}});
}

TEST_CASE("no message at all is an empty mailbox") {
  CHECK(stocked("{generate: 0}").empty());
  CHECK(stocked("[]").empty());
}

TEST_CASE("an mbox file brings its messages, with flags and dates, unquoted and with CRLF") {
  const std::vector<Told> told = stocked("{mbox: archive.mbox}");
  REQUIRE(told.size() == 2);
  CHECK(told[0] == Told{"From: bob@example.org\r\nSubject: First\r\n\r\n"
                        "From here on it is quoted.\r\n",
                        "\\Seen ", "2026-01-02T03:04:05.000Z"});
  CHECK(told[1].date == "2026-01-03T03:04:05.000Z");
}

TEST_CASE("a Maildir brings what is in cur and new, in the order in which it came") {
  CHECK(stocked("{maildir: Maildir, flags: [Old]}") ==
        std::vector<Told>{
            {"Subject: Seen\r\n\r\nread\r\n", "\\Flagged \\Seen Old ", "2026-01-02T03:04:05.000Z"},
            {"Subject: New\r\n\r\nnot read\r\n", "Old ", "2026-01-03T03:04:05.000Z"}});
}

TEST_CASE("a hundred thousand messages are there at once, and again after a reset") {
  World world(scenario_with("{generate: 100000, size: 2KB}"), VirtualTime{});
  const auto before = world.store.mailboxes_of("alice")->inbox();
  CHECK(before->messages().size() == 100'000);
  world.reset();
  const auto after = world.store.mailboxes_of("alice")->inbox();
  CHECK(after->messages().size() == 100'000);
  CHECK(after->uid_validity() != before->uid_validity());
}

TEST_CASE("what SMTP delivers is in the mailboxes of all who have the address, once each") {
  World world(scenario_with("[]"), VirtualTime{});
  mail::Message message;
  message.recipients = {"alice@x", "ALICE@y", "bob@x"};
  message.content = Rope("Hi\r\n");
  CHECK(world.store.deliver(std::move(message)).has_value());
  CHECK(inbox(world).size() == 1);
}

}  // namespace
}  // namespace postiche::engine
