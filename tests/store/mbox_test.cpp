// SPDX-License-Identifier: MIT
#include "harness/store/mbox.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace postiche::store {

namespace {

using Texts = std::vector<std::string>;

Texts split(std::string_view file, FromQuoting quoting = FromQuoting::mboxrd) {
  Texts out;
  for (const FiledMessage& each : split_mbox(file, quoting)) out.push_back(each.octets);
  return out;
}

const std::string line = "From a@b Fri Nov 21 09:55:06 1997\n";

}  // namespace

TEST_CASE("messages begin at From_ lines, whose date is when they came") {
  const auto messages = split_mbox(line +
                                   "A: 1\n\none\n\nFrom MAILER-DAEMON Thu Jan  1 00:00:01 1970\n"
                                   "A: 2\n\ntwo\n\n");
  REQUIRE(messages.size() == 2);
  CHECK(messages[0].octets == "A: 1\r\n\r\none\r\n");
  CHECK(messages[1].octets == "A: 2\r\n\r\ntwo\r\n");
  REQUIRE(messages[0].date.has_value());
  CHECK(to_text(*messages[0].date) == "1997-11-21T09:55:06.000Z");
  CHECK(messages[1].date == VirtualTime{1'000'000'000});
}

TEST_CASE("only a line that is meant so begins a message") {
  CHECK(split(line + "A: 1\n\none\n" + line + "two\n") ==
        Texts{"A: 1\r\n\r\none\r\n" + line.substr(0, line.size() - 1) + "\r\ntwo\r\n"});
  CHECK(split(line + "\n\nFrom here on, nothing.\n") ==
        Texts{"\r\n\r\nFrom here on, nothing.\r\n"});
  CHECK(split(line + line + "A: 1\n") == Texts{line.substr(0, line.size() - 1) + "\r\nA: 1\r\n"});
  CHECK(split(line + "A: 1\n\n" + line + "B: 2\n") == Texts{"A: 1\r\n\r\n", "B: 2\r\n"});
  CHECK(split("From Fri Nov 21 09:55:06 1997\nA: 1\n") == Texts{"A: 1\r\n"});
  CHECK(split("From a b Fri Nov 21\n") == Texts{"From a b Fri Nov 21\r\n"});
}

TEST_CASE("the empty line before the next message is no part of this one") {
  CHECK(split(line + "\none\n\n\n" + line + "\ntwo\n\n\n") ==
        Texts{"\r\none\r\n\r\n", "\r\ntwo\r\n\r\n"});
  CHECK(split(line + "A: 1\n\n\n" + line + "A: 2\n\n") == Texts{"A: 1\r\n\r\n", "A: 2\r\n\r\n"});
  CHECK(split(line + "\nno end") == Texts{"\r\nno end"});
}

TEST_CASE("quoted lines of bodies are unquoted as they were quoted") {
  const std::string text = line + "\n>From a\n>>From b\n>Fr\n> From c\n";
  CHECK(split(text, FromQuoting::mboxrd) == Texts{"\r\nFrom a\r\n>From b\r\n>Fr\r\n> From c\r\n"});
  CHECK(split(text, FromQuoting::mboxo) == Texts{"\r\nFrom a\r\n>>From b\r\n>Fr\r\n> From c\r\n"});
  CHECK(split(text, FromQuoting::none) == Texts{"\r\n>From a\r\n>>From b\r\n>Fr\r\n> From c\r\n"});
}

TEST_CASE("Status and X-Status are flags, and no part of the message") {
  const auto messages =
      split_mbox(line + "A: 1\nStatus: RO\nX-STATUS: AF\n D\nB: 2\n\nStatus: x\n");
  REQUIRE(messages.size() == 1);
  CHECK(messages[0].octets == "A: 1\r\nB: 2\r\n\r\nStatus: x\r\n");
  CHECK(messages[0].flags == Flags{Flags::seen, Flags::answered, Flags::flagged});
  CHECK(split_mbox(line + "X-Status: DT\n")[0].flags == Flags{Flags::deleted, Flags::draft});
  CHECK(split_mbox(line + "Status: O\n")[0].flags.empty());
}

TEST_CASE("line endings of any kind become CRLF") {
  CHECK(split("From a@b Fri Nov 21 09:55:06 1997\r\nA: 1\r\n\r\none\n\r\nFrom a@b Fri Nov 21 "
              "09:55:06 1997\r\n\r\ntwo\r") == Texts{"A: 1\r\n\r\none\r\n", "\r\ntwo\r"});
}

TEST_CASE("what is no mbox is a message, if it is anything") {
  CHECK(split("A: 1\n\none\n") == Texts{"A: 1\r\n\r\none\r\n"});
  CHECK_FALSE(split_mbox("A: 1\n").front().date.has_value());
  CHECK(split("").empty());
  CHECK(split("\n\n\n").empty());
  CHECK(split("\n" + line + "A: 1\n") == Texts{"A: 1\r\n"});
  CHECK(split(line) == Texts{""});
}

}  // namespace postiche::store
