// SPDX-License-Identifier: MIT
// Octets that were announced are never read as commands.

#include <doctest/doctest.h>

#include <string>

#include "tests/engine/player.h"

namespace postiche::testing {

TEST_CASE("what a line that is too long announces unasked is no command") {
  // Wherever the announcement stands: a piece of such a line ends in the midst of it, too.
  for (std::size_t size = 64 * 1024 - 14; size < 64 * 1024 + 10; ++size) {
    CAPTURE(size);
    Player player(library_scenario("honest", {}));
    player.listen_as("imap");
    player.connect(1);
    player.take();
    const std::string line = "a NOOP " + std::string(size, 'x') + " {9+}\r\n";
    player.say(line + "b LOGOUT\n" + " {10+}\r\nc LOGOUT\r\n" + " x\r\nd NOOP\r\n");
    CHECK(player.take() == "a BAD Line too long\r\nd OK NOOP done\r\n");
    CHECK(player.ending().empty());
  }
}

TEST_CASE("who waits to be asked behind a line that is too long is told no, and sends nothing") {
  Player player(library_scenario("honest", {}));
  player.listen_as("imap");
  player.connect(1);
  player.take();
  player.say("a NOOP " + std::string(70'000, 'x') + " {9}\r\nb NOOP\r\n");
  CHECK(player.take() == "a BAD Line too long\r\nb OK NOOP done\r\n");
}

}  // namespace postiche::testing
