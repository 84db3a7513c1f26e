// SPDX-License-Identifier: MIT
#pragma once
// Plays what a fuzzer made up to a session, in whatever segments and at whatever times. Invariants:
// the session answers, waits or closes, without an exception; what was heard and said is in the
// transcript, octet by octet; other cuts give the same effects and transcript; memory is bounded.
//
// Input: one octet seeds the cuts; in the rest, 0xF6 and above are moves of the client (see move())
// and everything else is said.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "harness/base/bug.h"
#include "tests/engine/player.h"

namespace postiche::testing {

// What the two clients come to.
using Services = std::array<std::string_view, 2>;

inline void connect(Player& player, const Services& services, std::uint32_t client) {
  player.listen_as(services.at(client - 1));
  player.connect(client);
}

inline bool is_move(char c) { return static_cast<unsigned char>(c) >= 0xF6; }

inline void move(Player& player, const Services& services, std::uint32_t& client, char c) {
  switch (static_cast<unsigned char>(c)) {
    case 0xF6:
      return player.secure(client);
    case 0xF7:
      return player.fail_tls(client);
    case 0xF8:
      return player.advance(Duration::milliseconds(400));
    case 0xF9:
      return player.advance(Duration::seconds(3));
    case 0xFA:
      return player.advance(Duration::minutes(5));
    case 0xFB:
      return player.fin(client);
    case 0xFC:
      return player.rst(client);
    case 0xFD:
      client = 3 - client;
      break;
    default:
      return player.say(client, std::string(600, 'x'));
  }
  if (!player.connected(client)) connect(player, services, client);
}

inline void play(Player& player, const Services& services, std::string_view script) {
  std::uint32_t client = 1;
  connect(player, services, 1);
  while (!script.empty()) {
    std::size_t size = 0;
    while (size < script.size() && !is_move(script[size])) ++size;
    player.say(client, script.substr(0, size));
    script.remove_prefix(size);
    if (script.empty()) break;
    move(player, services, client, script.front());
    script.remove_prefix(1);
  }
  player.advance(Duration::seconds(10));
  player.shut();
}

inline void check_lossless(const Player& player) {
  for (std::uint32_t client = 1; client <= 2 && player.connected(client); ++client) {
    std::string heard, said;
    bool capped = false;  // a note says that not all was kept
    for (const transcript::Event* const event : player.events()) {
      if (event->connection != client) continue;
      if (event->direction == transcript::Direction::in) heard += event->bytes;
      if (event->direction == transcript::Direction::out) said += event->bytes;
      capped = capped || event->field("note").value_or("").ends_with("-cap");
    }
    POSTICHE_CHECK(capped || heard == player.sent(client));
    POSTICHE_CHECK(said == player.received(client));
  }
}

inline void fuzz_session(const scenario::ScenarioPtr& scenario, const Services& services,
                         const std::uint8_t* data, std::size_t size) {
  const std::string_view script(reinterpret_cast<const char*>(data) + 1, size - 1);
  Player whole(scenario);
  play(whole, services, script);
  check_lossless(whole);
  const auto kind = data[0] == 0 ? Cuts::Kind::bytewise : Cuts::Kind::random;
  Player cut(scenario, {kind, data[0]});
  play(cut, services, script);
  check_lossless(cut);
  if (whole.has_begun_tls() || cut.has_begun_tls()) return;
  POSTICHE_CHECK(cut.effects() == whole.effects());
  POSTICHE_CHECK(cut.json_lines() == whole.json_lines());
}

}  // namespace postiche::testing
