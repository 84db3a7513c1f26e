// SPDX-License-Identifier: MIT
#include "harness/smtp/reply.h"

#include <doctest/doctest.h>

#include "harness/base/ascii.h"
#include "harness/base/bug.h"
#include "harness/base/utf8.h"
#include "tests/smtp/strict_reply.h"

using namespace postiche;
using namespace postiche::smtp;
using smtp::testing::read_strictly;

TEST_CASE("a reply is encoded line by line, each with its codes") {
  CHECK(encode({250, "", "Ok"}, true) == "250 Ok\r\n");
  CHECK(encode({250, "2.1.0", "Ok"}, true) == "250 2.1.0 Ok\r\n");
  CHECK(encode({250, "2.1.0", "Ok"}, false) == "250 Ok\r\n");
  CHECK(encode({250, "", "a\nb\nc"}, false) == "250-a\r\n250-b\r\n250 c\r\n");
  CHECK(encode({550, "5.7.1", "a\nb"}, true) == "550-5.7.1 a\r\n550 5.7.1 b\r\n");
  CHECK(encode({250, "", ""}, true) == "250 \r\n");
  CHECK(encode({250, "", "a\n"}, true) == "250-a\r\n250 \r\n");
}

TEST_CASE("an enhanced code is left out where it would be a lie") {
  CHECK(encode({354, "3.0.0", "Go"}, true) == "354 Go\r\n");
  CHECK(encode({250, "5.1.1", "Ok"}, true) == "250 Ok\r\n");
  CHECK(encode({250, "2.1.0\r\n221", "Ok"}, true) == "250 Ok\r\n");
  CHECK(encode({250, "2.1.1234", "Ok"}, true) == "250 Ok\r\n");
}

TEST_CASE("bytes that no reply may hold become question marks") {
  CHECK(encode({250, "", "a\rb\x01\x7F\xC3\xBC\tz"}, false) == "250 a?b????\tz\r\n");
  std::string all;
  for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
  CHECK(read_strictly(encode({250, "", all}, false)).has_value());
}

TEST_CASE("UTF-8 is said to those who read it, and never cut inside a character") {
  CHECK(encode({250, "", "\xC3\xBC\xFC\x80", true}, false) == "250 \xC3\xBC??\r\n");
  CHECK(encode({250, "", "\xC3\xBC"}, false) == "250 ??\r\n");
  for (const std::string character : {"\xC3\xBC", "\xE2\x82\xAC", "\xF0\x9F\x98\x80"}) {
    std::string text = "x";
    while (text.size() < 2000) text += character;
    const std::string bytes = encode({250, "", text, true}, false);
    for (std::string_view line : ascii::split(bytes, '\n')) {
      CHECK(line.size() <= 511);
      CHECK(utf8::is_valid(line));
    }
  }
}

TEST_CASE("a long text is folded at 512 octets, at a space where there is one") {
  for (std::size_t length : {500u, 505u, 506u, 507u, 508u, 1000u, 5000u}) {
    for (const char* enhanced : {"", "2.100.100"}) {
      CAPTURE(length);
      const std::string bytes = encode({250, enhanced, std::string(length, 'x')}, true);
      const auto reply = read_strictly(bytes);
      REQUIRE(reply.has_value());
      std::string joined;
      for (const std::string& line : reply->lines) {
        joined += line.substr(*enhanced == '\0' ? 0 : 10);
      }
      CHECK(joined == std::string(length, 'x'));
    }
  }
  std::string words;
  for (int i = 0; i < 300; ++i) words += "word ";
  const auto reply = read_strictly(encode({250, "", words}, false));
  REQUIRE(reply.has_value());
  CHECK(reply->lines.size() == 3);
  for (const std::string& line : reply->lines) CHECK(line.substr(0, 5) == "word ");
}

TEST_CASE("a code that is none is our own bug") {
  CHECK_THROWS_AS(encode({199, "", ""}, false), BugError);
  CHECK_THROWS_AS(encode({600, "", ""}, false), BugError);
}

TEST_CASE("replies are read as scenarios write them") {
  const auto reply = parse_reply({"451 4.7.1 Greylisted"});
  REQUIRE(reply.has_value());
  CHECK(reply->code == 451);
  CHECK(reply->enhanced == "4.7.1");
  CHECK(reply->text == "Greylisted");
  CHECK(parse_reply({"250"})->text.empty());
  CHECK(parse_reply({"250-a", "250 b"})->text == "a\nb");
  CHECK(parse_reply({"220 a", "b"})->text == "a\nb");
  CHECK(parse_reply({"550-5.7.1 a", "550 5.7.1 b"})->text == "a\nb");
  // Of another class: part of the text, so that it is said all the same.
  CHECK(parse_reply({"451 5.7.1 x"})->enhanced.empty());
  CHECK(parse_reply({"451 5.7.1 x"})->text == "5.7.1 x");
  CHECK(parse_reply({"250 1.2.3.4 says hello"})->enhanced.empty());
}

TEST_CASE("what is no reply is not read as one") {
  for (const char* line : {"", "25", "199 x", "600 x", "2500", "250x", "abc d", "+OK"}) {
    CAPTURE(line);
    CHECK_FALSE(parse_reply({line}).has_value());
  }
  CHECK_FALSE(parse_reply({}).has_value());
  CHECK_FALSE(parse_reply({"250-a", "251 b"}).has_value());
}
