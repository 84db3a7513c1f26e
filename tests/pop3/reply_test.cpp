// SPDX-License-Identifier: MIT
#include "harness/pop3/reply.h"

#include <doctest/doctest.h>

#include <string>

#include "tests/pop3/strict_reply.h"

using namespace postiche;
using namespace postiche::pop3;
using pop3::testing::Characters;
using pop3::testing::Form;
using pop3::testing::read_strictly;

TEST_CASE("a status line has its word, its code and its text") {
  CHECK(encode({Status::ok, "", ""}) == "+OK\r\n");
  CHECK(encode({Status::ok, "", "Hello"}) == "+OK Hello\r\n");
  CHECK(encode({Status::err, "IN-USE", "Busy"}) == "-ERR [IN-USE] Busy\r\n");
  CHECK(encode({Status::err, "SYS/TEMP", ""}) == "-ERR [SYS/TEMP]\r\n");
  CHECK(encode({Status::challenge, "", ""}) == "+ \r\n");
  CHECK(encode({Status::challenge, "IN-USE", "YQ=="}) == "+ YQ==\r\n");
}

TEST_CASE("what would not be legal is never said") {
  CHECK(encode({Status::err, "A B", "x"}) == "-ERR x\r\n");
  CHECK(encode({Status::err, "A//B", "x"}) == "-ERR x\r\n");
  CHECK(encode({Status::ok, "", "[x] y"}) == "+OK (x] y\r\n");
  CHECK(encode({Status::ok, "", "a\r\nb\x01\xC3\xBC"}) == "+OK a??b???\r\n");
  std::string all;
  for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
  CHECK(read_strictly(encode({Status::ok, all, all}), Form::single).has_value());
}

TEST_CASE("a status line is cut at 512 octets, never inside a character") {
  for (const std::string character : {"x", "\xC3\xBC", "\xE2\x82\xAC"}) {
    Reply reply{Status::ok, "", ""};
    reply.utf8 = true;
    while (reply.text.size() < 1000) reply.text += character;
    const std::string bytes = encode(reply);
    CHECK(bytes.size() <= 512);
    CHECK(bytes.size() > 508);
    CHECK(read_strictly(bytes, Form::single, Characters::utf8).has_value());
  }
}

TEST_CASE("a block is dot-stuffed and ended, whatever is in it") {
  for (const std::string text : {"", "a\r\n", ".\r\n", "..\r\na", "a\r\n.b\r\n", "\r\n.\r\n"}) {
    CAPTURE(text);
    const auto reply = read_strictly(encode(listing("x", text)), Form::multi);
    REQUIRE(reply.has_value());
    CHECK(reply->block == (text.empty() || text.ends_with("\r\n") ? text : text + "\r\n"));
  }
  CHECK(encode(listing("", "")) == "+OK\r\n.\r\n");
}

TEST_CASE("replies are read as scenarios write them") {
  const auto reply = parse_reply("-ERR [IN-USE] Busy");
  REQUIRE(reply.has_value());
  CHECK(reply->status == Status::err);
  CHECK(reply->code == "IN-USE");
  CHECK(reply->text == "Busy");
  CHECK(parse_reply("+ok")->status == Status::ok);
  CHECK(parse_reply("+ YQ==")->text == "YQ==");
  CHECK(parse_reply("+OK [a b] c")->text == "[a b] c");
  CHECK_FALSE(parse_reply("250 Ok").has_value());
  CHECK_FALSE(parse_reply("").has_value());
}
