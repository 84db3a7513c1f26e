// SPDX-License-Identifier: MIT
#include "harness/mail/section.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "harness/base/rope.h"

namespace postiche::mail {

namespace {

using Number = std::vector<std::uint32_t>;

std::string read(const std::string& text, const Number& number, SectionText which) {
  const Rope message(text);
  const auto range = find_section(outline_of(message), number, which);
  return range ? message.copy(*range) : "nothing";
}

const std::string inner =
    "Subject: inner\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n"
    "--c\r\nX: 1\r\n\r\nfirst\r\n--c\r\n\r\nsecond\r\n--c--";
const std::string plain = "Subject: plain\r\n\r\nletter";
const std::string outer =
    "Subject: outer\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    "--b\r\nX: 2\r\n\r\ntext\r\n"
    "--b\r\nContent-Type: message/rfc822\r\n\r\n" +
    inner + "\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n" + plain + "\r\n--b--\r\n";

}  // namespace

TEST_CASE("no number is the message itself") {
  CHECK(read(outer, {}, SectionText::content) == outer);
  CHECK(read(outer, {}, SectionText::header) == outer.substr(0, outer.find("--b")));
  CHECK(read(outer, {}, SectionText::text) == outer.substr(outer.find("--b")));
  CHECK(read(outer, {}, SectionText::mime) == "nothing");
}

TEST_CASE("parts are counted from 1, and inside of messages too") {
  CHECK(read(outer, {1}, SectionText::content) == "text");
  CHECK(read(outer, {1}, SectionText::mime) == "X: 2\r\n\r\n");
  CHECK(read(outer, {2}, SectionText::content) == inner);
  CHECK(read(outer, {2}, SectionText::mime) == "Content-Type: message/rfc822\r\n\r\n");
  CHECK(read(outer, {2}, SectionText::header) == inner.substr(0, inner.find("--c")));
  CHECK(read(outer, {2}, SectionText::text) == inner.substr(inner.find("--c")));
  CHECK(read(outer, {2, 1}, SectionText::content) == "first");
  CHECK(read(outer, {2, 1}, SectionText::mime) == "X: 1\r\n\r\n");
  CHECK(read(outer, {2, 2}, SectionText::content) == "second");
  CHECK(read(outer, {3}, SectionText::header) == "Subject: plain\r\n\r\n");
  CHECK(read(outer, {3, 1}, SectionText::content) == "letter");
  CHECK(read(outer, {3, 1}, SectionText::mime) == "Subject: plain\r\n\r\n");
}

TEST_CASE("a message without parts has a part 1") {
  CHECK(read(plain, {1}, SectionText::content) == "letter");
  CHECK(read(plain, {1}, SectionText::mime) == "Subject: plain\r\n\r\n");
  const std::string carrier = "Content-Type: message/rfc822\r\n\r\n" + plain;
  CHECK(read(carrier, {1}, SectionText::content) == plain);
  CHECK(read(carrier, {1}, SectionText::header) == "Subject: plain\r\n\r\n");
  CHECK(read(carrier, {1, 1}, SectionText::content) == "letter");
  CHECK(read(carrier, {1, 1, 1}, SectionText::content) == "nothing");
}

TEST_CASE("parts and texts that are not there are not found") {
  for (const Number& number :
       std::vector<Number>{{0}, {4}, {1, 1}, {2, 3}, {2, 0}, {3, 2}, {4294967295}}) {
    CHECK(read(outer, number, SectionText::content) == "nothing");
    CHECK(read(outer, number, SectionText::mime) == "nothing");
  }
  CHECK(read(outer, {1}, SectionText::header) == "nothing");
  CHECK(read(outer, {1}, SectionText::text) == "nothing");
  CHECK(read(plain, {1}, SectionText::header) == "nothing");
  CHECK(read(plain, {2}, SectionText::content) == "nothing");
}

}  // namespace postiche::mail
