// SPDX-License-Identifier: MIT
// COMPRESS=DEFLATE between a client and a session, both ways: RFC 4978.

#include <doctest/doctest.h>

#include <string>

#include "harness/wire/deflate.h"
#include "tests/engine/player.h"

namespace postiche::testing {
namespace {

constexpr std::string_view before =
    "a LOGIN ann p\r\n"
    "b COMPRESS DEFLATE\r\n";

// What the client understands of what it is told after COMPRESS.
std::string told(Cuts::Kind cuts, std::string_view deflated) {
  Player player(library_scenario("honest", {}), {cuts, 3});
  player.listen_as("imap");
  player.connect(1);
  player.say(before);
  CHECK(player.take().ends_with("b OK DEFLATE from here on\r\n"));
  player.say(deflated);
  const std::string heard = player.take();
  wire::Inflater inflater;
  std::string_view rest = heard;
  std::string plain = inflater.inflate(rest, 1'000'000);
  CHECK_FALSE(inflater.is_damaged());
  if (!player.ending().empty()) plain += "| " + player.ending();
  return plain;
}

}  // namespace

TEST_CASE("after COMPRESS both sides deflate, however the network cuts it") {
  wire::Deflater deflater;
  std::string said = deflater.deflate("c NOOP\r\nd LOGIN x");
  said += deflater.deflate("\r\n");
  said += deflater.deflate("e COMPRESS DEFLATE\r\nf LOGOUT\r\n");
  const std::string expected =
      "c OK NOOP done\r\n"
      "d BAD You are logged in already\r\n"
      "e NO [COMPRESSIONACTIVE] The line is compressed already\r\n"
      "* BYE Logging out\r\nf OK LOGOUT done\r\n| finish";
  for (const auto cuts : {Cuts::Kind::whole, Cuts::Kind::bytewise, Cuts::Kind::random}) {
    CHECK(told(cuts, said) == expected);
  }
}

TEST_CASE("what was deflated in the same segment as COMPRESS is understood") {
  wire::Deflater deflater;
  Player player(library_scenario("honest", {}));
  player.listen_as("imap");
  player.connect(1);
  player.say(std::string(before) + deflater.deflate("c NOOP\r\n"));
  const std::string heard = player.take();
  const std::string_view last = "b OK DEFLATE from here on\r\n";
  const std::size_t at = heard.find(last);
  REQUIRE(at != std::string::npos);
  wire::Inflater inflater;
  std::string_view rest = std::string_view(heard).substr(at + last.size());
  CHECK(inflater.inflate(rest, 1000) == "c OK NOOP done\r\n");
}

TEST_CASE("a stream that is no DEFLATE ends the session") {
  CHECK(told(Cuts::Kind::whole, "c NOOP\r\n") == "| fin");
  CHECK(told(Cuts::Kind::bytewise, "c NOOP\r\n") == "| fin");
}

}  // namespace postiche::testing
