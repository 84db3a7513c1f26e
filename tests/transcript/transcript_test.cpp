// SPDX-License-Identifier: MIT
#include "harness/transcript/transcript.h"

#include <doctest/doctest.h>

#include <string>

#include "harness/base/rope.h"

namespace postiche::transcript {
namespace {

const Event& add(Transcript& transcript, Log& log, std::string_view bytes) {
  return transcript.append(log, Kind::bytes, Direction::in, Instant{}, VirtualTime{},
                           log.arena().keep(bytes), {});
}

}  // namespace

TEST_CASE("events are numbered over all connections, and keep their fields") {
  Transcript transcript;
  const auto one = transcript.open(), two = transcript.open();
  std::string value = "gone soon";
  transcript.append(*one, Kind::note, Direction::in, {1}, {2}, {},
                    {{"note", value}, {"note", "b"}});
  value = "overwritten";
  add(transcript, *two, "x");
  CHECK(transcript.last() == 2);
  CHECK(transcript.at(1)->field("note") == "gone soon");
  CHECK(transcript.at(2)->connection == 2);
  CHECK(transcript.at(3) == nullptr);
  CHECK(transcript.at(0) == nullptr);
}

TEST_CASE(
    "an event holds as many fields as a message has recipients, and no more than there is room") {
  Transcript transcript;
  const auto log = transcript.open();
  Fields fields;
  fields.add("size", std::uint64_t{12});
  for (int i = 0; i < 3000; ++i) fields.add("recipient", "r@example.com");
  const Event& event = transcript.append(*log, Kind::message, Direction::in, {}, {}, {}, fields);
  CHECK(event.fields.size() == 2000);
  CHECK(event.field("size") == "12");
  CHECK(event.fields.back().value == "r@example.com");
}

TEST_CASE("closed connections are forgotten, oldest first, when memory is short") {
  Transcript transcript(200'000);
  const auto open = transcript.open();
  add(transcript, *open, "first");
  for (int i = 0; i < 100; ++i) {
    const auto log = transcript.open();
    add(transcript, *log, std::string(10'000, 'x'));
    transcript.close(*log);
  }
  add(transcript, *open, "last");
  CHECK(transcript.forgotten() > 50);
  CHECK(transcript.at(1)->bytes == "first");
  CHECK(transcript.at(2) == nullptr);
  CHECK(transcript.at(transcript.last())->bytes == "last");
  CHECK(transcript.events().size() < 30);
  CHECK_FALSE(transcript.is_full_for(*open));
}

TEST_CASE("a forgotten log lives on as long as a message points into it") {
  Transcript transcript(50'000);
  Rope message;
  {
    const auto log = transcript.open();
    message.append(add(transcript, *log, std::string(40'000, 'm')).bytes, log);
    transcript.close(*log);
  }
  for (int i = 0; i < 20; ++i) {
    const auto log = transcript.open();
    add(transcript, *log, std::string(10'000, 'x'));
    transcript.close(*log);
  }
  CHECK(transcript.at(1) == nullptr);
  CHECK(message.flatten() == std::string(40'000, 'm'));
}

TEST_CASE("of the open connections only the greedy one is told that memory is short") {
  Transcript transcript(100'000);
  const auto greedy = transcript.open(), modest = transcript.open();
  add(transcript, *modest, "x");
  for (int i = 0; i < 20; ++i) add(transcript, *greedy, std::string(10'000, 'x'));
  CHECK(transcript.is_full_for(*greedy));
  CHECK_FALSE(transcript.is_full_for(*modest));
}

TEST_CASE("a cleared transcript goes on with open connections and new numbers") {
  Transcript transcript;
  const auto log = transcript.open();
  add(transcript, *log, "old");
  transcript.clear();
  CHECK(transcript.events().empty());
  CHECK(add(transcript, *log, "new").sequence == 2);
  CHECK(transcript.first() == 2);
  transcript.close(*log);
  CHECK(transcript.open_logs().empty());
}

}  // namespace postiche::transcript
