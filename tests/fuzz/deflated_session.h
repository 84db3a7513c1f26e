// SPDX-License-Identifier: MIT
#pragma once
// Plays what a fuzzer made up to an IMAP session that is compressed: RFC 4978. Invariants: the
// session answers, waits or closes, without an exception; what the client inflates is what the
// transcript has as said; other cuts give the same transcript and the same text.
//
// Input: one octet seeds the cuts; in the rest, 0xF6 and above are moves of the client (see
// move_deflated()) and everything else is deflated and said.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "harness/base/bug.h"
#include "harness/wire/deflate.h"
#include "tests/engine/player.h"
#include "tests/fuzz/session.h"

namespace postiche::testing {

inline void move_deflated(Player& player, char c) {
  switch (static_cast<unsigned char>(c)) {
    case 0xF8:
      return player.advance(Duration::milliseconds(400));
    case 0xF9:
      return player.advance(Duration::seconds(3));
    case 0xFA:
      return player.advance(Duration::minutes(5));
    case 0xFB:
      return player.fin(1);
    case 0xFC:
      return player.rst(1);
    default:
      return player.say(1, "as it is");  // which nobody can inflate
  }
}

// What the client understands of all that it is told.
inline std::string play_deflated(Player& player, std::string_view script) {
  player.listen_as("imap");
  player.connect(1);
  player.say("a LOGIN ann p\r\nb COMPRESS DEFLATE\r\n");
  std::string told = player.take();
  POSTICHE_CHECK(told.find("\r\nb OK ") != std::string::npos);
  wire::Deflater deflater;
  while (!script.empty()) {
    std::size_t size = 0;
    while (size < script.size() && !is_move(script[size])) ++size;
    if (size > 0) player.say(deflater.deflate(script.substr(0, size)));
    script.remove_prefix(size);
    if (script.empty()) break;
    move_deflated(player, script.front());
    script.remove_prefix(1);
  }
  player.advance(Duration::seconds(10));
  player.shut();
  constexpr std::size_t at_once = 1024 * 1024;
  wire::Inflater inflater;
  const std::string heard = player.take();
  std::string_view rest = heard;
  for (std::string piece; !(piece = inflater.inflate(rest, at_once)).empty();) told += piece;
  POSTICHE_CHECK(!inflater.is_damaged());
  return told;
}

inline void fuzz_deflated(const scenario::ScenarioPtr& scenario, const std::uint8_t* data,
                          std::size_t size) {
  const std::string_view script(reinterpret_cast<const char*>(data) + 1, size - 1);
  Player whole(scenario);
  const std::string told = play_deflated(whole, script);
  std::string said;
  for (const transcript::Event* const event : whole.events()) {
    if (event->direction == transcript::Direction::out) said += event->bytes;
  }
  POSTICHE_CHECK(told == said);
  const auto kind = data[0] == 0 ? Cuts::Kind::bytewise : Cuts::Kind::random;
  Player cut(scenario, {kind, data[0]});
  POSTICHE_CHECK(play_deflated(cut, script) == told);
  POSTICHE_CHECK(cut.json_lines() == whole.json_lines());
}

}  // namespace postiche::testing
