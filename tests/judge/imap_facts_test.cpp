// SPDX-License-Identifier: MIT
// What the judge reads from the record of a conversation of IMAP.

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

#include "harness/judge/expectations.h"
#include "tests/engine/player.h"

namespace postiche::judge {
namespace {

using transcript::Direction;
using transcript::Field;
using transcript::Kind;

struct Entry {
  Kind kind;
  Direction direction;
  std::string_view bytes;
  std::vector<Field> fields;
};

const std::vector<Entry>& record() {
  static const std::vector<Entry> entries = {
      {Kind::open, Direction::none, "", {{"client", "127.0.0.1"}, {"listener", "imap"}}},
      {Kind::reply, Direction::out, "* OK ready\r\n", {{"code", "OK"}}},
      {Kind::command,
       Direction::in,
       "a SELECT Work\r\n",
       {{"verb", "SELECT"}, {"tag", "a"}, {"mailbox", "Work"}}},
      {Kind::reply, Direction::out, "a OK done\r\n", {{"code", "OK"}}},
      {Kind::command,
       Direction::in,
       "b UID FETCH 1:* (FLAGS)\r\n",
       {{"verb", "UID FETCH"}, {"tag", "b"}, {"message-set", "1:*"}}},
      {Kind::reply, Direction::out, "b OK done\r\n", {{"code", "OK"}}},
      {Kind::bytes, Direction::in, "c APPEND Sent {5+}\r\n", {{"part", "yes"}, {"literal", "5"}}},
      {Kind::bytes, Direction::in, "hello", {{"literal", "yes"}}},
      {Kind::command,
       Direction::in,
       "\r\n",
       {{"verb", "APPEND"}, {"tag", "c"}, {"mailbox", "Sent"}}},
      {Kind::reply, Direction::out, "c OK done\r\n", {{"code", "OK"}}},
      {Kind::command, Direction::in, "d CLOSE\r\n", {{"verb", "CLOSE"}, {"tag", "d"}}},
      {Kind::reply, Direction::out, "d OK done\r\n", {{"code", "OK"}}},
      {Kind::command, Direction::in, "e IDLE\r\n", {{"verb", "IDLE"}, {"tag", "e"}}},
      {Kind::reply, Direction::out, "+ idling\r\n", {{"code", "+"}}},
  };
  return entries;
}

// How often an event came under these conditions.
Outcome outcome_of(const std::string& event, const std::string& conditions, int times) {
  const auto scenario = testing::text_scenario(
      "postiche: 1\nscenario: test.inline\nimap: {}\nexpect:\n  - {id: x, must: {count: {event: " +
      event + ", if: {" + conditions + "}, exactly: " + std::to_string(times) + "}}}\n");
  std::vector<transcript::Event> events;
  for (const Entry& entry : record()) {
    transcript::Event event_at_hand;
    event_at_hand.sequence = events.size() + 1;
    event_at_hand.connection = 1;
    event_at_hand.kind = entry.kind;
    event_at_hand.direction = entry.direction;
    event_at_hand.bytes = entry.bytes;
    event_at_hand.fields = entry.fields;
    events.push_back(event_at_hand);
  }
  std::vector<const transcript::Event*> all;
  for (const transcript::Event& each : events) all.push_back(&each);
  return judge(*scenario, all).at(0).outcome;
}

bool came(const std::string& event, const std::string& conditions, int times) {
  return outcome_of(event, conditions, times) == Outcome::pass;
}

}  // namespace

TEST_CASE("FETCH is UID FETCH too, and not the other way round") {
  CHECK(came("FETCH", "tag: b", 1));
  CHECK(came("UID FETCH", "message-set: \"1:*\"", 1));
  CHECK(came("UID FETCH", "verb: UID FETCH", 1));
  CHECK(came("FETCH", "verb: FETCH", 0));
}

TEST_CASE("a mailbox is at hand as long as it is open") {
  CHECK(came("SELECT", "mailbox: Work", 1));
  CHECK(came("UID FETCH", "mailbox: Work", 1));
  CHECK(came("APPEND", "mailbox: Sent", 1));
  CHECK(came("CLOSE", "mailbox: Work", 1));
  CHECK(came("IDLE", "mailbox: {present: no}", 1));
}

TEST_CASE("a literal is an event when it is announced, IDLE when it has begun") {
  CHECK(came("literal", "literal.size: \"< 10\"", 1));
  CHECK(came("literal", "literal.kind: non-synchronizing", 1));
  CHECK(came("literal", "literal.kind: synchronizing", 0));
  CHECK(came("idle", "connection: 1", 1));
}

}  // namespace postiche::judge
