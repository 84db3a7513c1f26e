// SPDX-License-Identifier: MIT
// Every file of tests/transcripts: played, compared, cut in other ways, written and read again.

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "harness/judge/expectations.h"
#include "harness/transcript/json_lines.h"
#include "tests/engine/conversation.h"

namespace postiche::testing {
namespace {

using Segments = Conversation::Segments;
using transcript::Direction;
using transcript::Event;

// What one way of cutting led to.
struct Played {
  std::string effects, json;
};

Played play(const std::string& file, Cuts cuts) {
  Conversation conversation(file);
  Player player(conversation.scenario(), cuts);
  conversation.play(player, Segments::joined);
  player.shut();
  return {player.effects(), player.json_lines()};
}

std::string octets(const Player& player, std::uint32_t connection, Direction direction) {
  std::string all;
  for (const Event* const event : player.events()) {
    if (event->connection == connection && event->direction == direction) all += event->bytes;
  }
  return all;
}

}  // namespace

TEST_CASE("every transcript goes as its file says") {
  const bool update = std::getenv("POSTICHE_UPDATE") != nullptr;
  for (const std::string& file : transcript_files()) {
    CAPTURE(file);
    Conversation conversation(file);
    Player player(conversation.scenario());
    conversation.play(player, Segments::lines);
    if (update) std::ofstream(file, std::ios::binary) << conversation.written(player);
    const std::string difference = update ? "" : conversation.difference(player);
    CHECK_MESSAGE(difference.empty(), difference);
  }
}

TEST_CASE("however the network cuts it, effects and transcript are the same") {
  for (const std::string& file : transcript_files()) {
    CAPTURE(file);
    const Played whole = play(file, {Cuts::Kind::whole});
    const Played again = play(file, {Cuts::Kind::whole});
    CHECK(again.json == whole.json);
    const Played bytewise = play(file, {Cuts::Kind::bytewise});
    CHECK(bytewise.effects == whole.effects);
    CHECK(bytewise.json == whole.json);
    for (std::uint32_t seed = 1; seed <= 5; ++seed) {
      CAPTURE(seed);
      const Played random = play(file, {Cuts::Kind::random, seed});
      CHECK(random.effects == whole.effects);
      CHECK(random.json == whole.json);
    }
  }
}

TEST_CASE("what was heard and said is in the transcript, every octet in its order") {
  for (const std::string& file : transcript_files()) {
    CAPTURE(file);
    Conversation conversation(file);
    Player player(conversation.scenario(), {Cuts::Kind::random, 7});
    conversation.play(player, Segments::joined);
    player.shut();
    for (std::uint32_t client = 1; player.connected(client); ++client) {
      CHECK(octets(player, client, Direction::in) == player.sent(client));
      CHECK(octets(player, client, Direction::out) == player.received(client));
    }
  }
}

TEST_CASE("JSON Lines read back as the same events, with the same verdicts") {
  for (const std::string& file : transcript_files()) {
    CAPTURE(file);
    Conversation conversation(file);
    Player player(conversation.scenario());
    conversation.play(player, Segments::joined);
    const std::string written = player.json_lines();
    std::istringstream stream(written);
    transcript::Transcript read;
    const auto result = transcript::read_json_lines(stream, file, read);
    REQUIRE(result);
    CHECK(result->header.scenario == conversation.scenario()->id);
    std::string again;
    transcript::write_header(again, result->header);
    for (const Event* const event : read.events()) {
      transcript::write_event(again, *event, transcript::Secrets::shown);
    }
    CHECK(again == written);
    const auto live = judge::judge(*conversation.scenario(), player.events());
    const auto saved = judge::judge(*conversation.scenario(), read.events());
    REQUIRE(saved.size() == live.size());
    for (std::size_t i = 0; i < live.size(); ++i) {
      CHECK(saved[i].outcome == live[i].outcome);
      CHECK(saved[i].measured == live[i].measured);
      CHECK(saved[i].evidence == live[i].evidence);
    }
  }
}

TEST_CASE("the text form reads back as it was written") {
  for (const std::string& file : transcript_files()) {
    CAPTURE(file);
    Conversation conversation(file);
    Player player(conversation.scenario());
    conversation.play(player, Segments::joined);
    const auto lines = transcript::text_lines(player.events(), transcript::Secrets::shown);
    const std::string text = transcript::to_text(lines);
    const auto read = transcript::read_text(text, file);
    REQUIRE(read);
    CHECK(*read == lines);
    CHECK(transcript::to_text(*read) == text);
  }
}

}  // namespace postiche::testing
