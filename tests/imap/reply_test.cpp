// SPDX-License-Identifier: MIT
#include "harness/imap/pen/reply.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "tests/imap/strict_line.h"

using namespace postiche::imap;

TEST_CASE("a reply has its tag, its word, its code and its text") {
  CHECK(encode("a", {Status::ok, "READ-WRITE", "Here"}) == "a OK [READ-WRITE] Here\r\n");
  CHECK(encode("a", {Status::no, "", "Why"}) == "a NO Why\r\n");
  CHECK(encode("", {Status::bad, "", "What"}) == "* BAD What\r\n");
  CHECK(encode("", {Status::ok, "PERMANENTFLAGS (\\Deleted \\*)", "Kept"}) ==
        "* OK [PERMANENTFLAGS (\\Deleted \\*)] Kept\r\n");
  CHECK(encode("a", {Status::bye, "", "Gone"}) == "* BYE Gone\r\n");
  CHECK(encode("a", {Status::preauth, "", "Hello"}) == "* PREAUTH Hello\r\n");
  CHECK(encode("a", {Status::go_on, "", "YQ=="}) == "+ YQ==\r\n");
  CHECK(encode("a", {Status::go_on, "", ""}) == "+ \r\n");
}

TEST_CASE("what would not be legal is never said") {
  CHECK(encode("a", {Status::ok, "", ""}) == "a OK Done\r\n");
  CHECK(encode("a", {Status::ok, "ALERT", ""}) == "a OK [ALERT] Done\r\n");
  CHECK(encode("a", {Status::ok, "A]B", "x"}) == "a OK x\r\n");
  CHECK(encode("a", {Status::ok, "", "[x] y"}) == "a OK (x] y\r\n");
  CHECK(encode("a+", {Status::ok, "", "a\r\nb\x01\xC3\xBC"}) == "* OK a??b???\r\n");
  std::string all;
  for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
  for (int i = 0; i < 6; ++i) {
    CHECK(testing::is_status(encode(all, {static_cast<Status>(i), all, all})));
    CHECK(testing::is_status(encode("a", {static_cast<Status>(i), "", ""})));
  }
}

TEST_CASE("replies are read as scenarios write them") {
  struct Case {
    std::string line;
    std::optional<Status> status;
    bool is_untagged;
    std::string code, text;
  };
  for (const Case& each : std::vector<Case>{
           {"OK [READ-WRITE] done", Status::ok, false, "READ-WRITE", "done"},
           {"ok done", Status::ok, false, "", "done"},
           {"NO", Status::no, false, "", ""},
           {"BAD [x", Status::bad, false, "", "[x"},
           {"OK [ALERT]", Status::ok, false, "ALERT", ""},
           {"* OK [UIDNEXT 5] x", Status::ok, true, "UIDNEXT 5", "x"},
           {"* 5 EXISTS", std::nullopt, true, "", "5 EXISTS"},
           {"* LIST () \"/\" INBOX", std::nullopt, true, "", "LIST () \"/\" INBOX"},
           {"+ go on", Status::go_on, false, "", "go on"},
           {"+", Status::go_on, false, "", ""},
           {"BYE now", Status::bye, true, "", "now"},
           {"* PREAUTH [CAPABILITY IMAP4rev2] hi", Status::preauth, true, "CAPABILITY IMAP4rev2",
            "hi"},
       }) {
    CAPTURE(each.line);
    const auto reply = parse_reply(each.line);
    REQUIRE(reply);
    CHECK(reply->status == each.status);
    CHECK(reply->is_untagged == each.is_untagged);
    CHECK(reply->code == each.code);
    CHECK(reply->text == each.text);
  }
  for (const std::string line : {"", "*", "* ", "a OK done", "OKAY", "250 OK", "-ERR x", " OK x"}) {
    CAPTURE(line);
    CHECK_FALSE(parse_reply(line));
  }
}
