// SPDX-License-Identifier: MIT
#include "harness/mail/header.h"

#include <doctest/doctest.h>

using namespace postiche;
using Values = std::vector<std::string>;

TEST_CASE("a field is found whatever its case and unfolded") {
  const std::string_view content =
      "Received: from a\r\n\tby b\r\nSUBJECT: one\r\n two\r\nReceived:c\r\n\r\nSubject: body\r\n";
  CHECK(mail::field(content, "subject") == "one two");
  CHECK(mail::fields(content, "Received") == Values{"from a\tby b", "c"});
  CHECK_FALSE(mail::field(content, "Sub").has_value());
  CHECK_FALSE(mail::field(content, "To").has_value());
}

TEST_CASE("broken mail is read as far as it goes") {
  CHECK(mail::field("Subject : x\nTo:\n", "subject") == "x");
  CHECK(mail::field("To:\n", "to") == "");
  CHECK(mail::field("From a Mon 10:00\n continued\nno field\nTo: x", "to") == "x");
  CHECK_FALSE(mail::field("", "to").has_value());
  CHECK_FALSE(mail::field("\r\nTo: body\r\n", "to").has_value());
  CHECK_FALSE(mail::field("To", "to").has_value());
}

TEST_CASE("a rope reads the same however it is cut") {
  const std::string content = "A: 1\r\nB: 2\r\n 3\r\n\r\nC: 4\r\n";
  for (std::size_t cut = 1; cut < content.size(); ++cut) {
    CAPTURE(cut);
    const auto keeper = std::make_shared<const std::string>(content);
    Rope rope;
    rope.append(std::string_view(*keeper).substr(0, cut), keeper);
    const auto other = std::make_shared<const std::string>(content.substr(cut));
    rope.append(*other, other);
    CHECK(mail::header_block(rope) == "A: 1\r\nB: 2\r\n 3\r\n");
    CHECK(mail::field(rope, "b") == "2 3");
    CHECK_FALSE(mail::field(rope, "c").has_value());
  }
}
