// SPDX-License-Identifier: MIT
#include "harness/scenario/line_pattern.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>

namespace postiche::scenario {
namespace {

std::optional<std::string> known(std::string_view name) {
  if (name == "to") return "b@x";
  if (name == "domain") return "mx";
  return std::nullopt;
}

LineMatch match(std::string text, std::string_view line) {
  std::replace(text.begin(), text.end(), '*', LinePattern::wildcard);
  const auto parsed = Template::parse(text);
  REQUIRE(parsed);
  const auto is_capture = [](std::string_view name) { return name != "domain" && name != "none"; };
  return LinePattern::from(*parsed, is_capture).match(line, known);
}

// "from=a@x;", or what is wanted with a caret before the octet that differs.
std::string told(const std::string& text, std::string_view line) {
  const LineMatch found = match(text, line);
  std::string out;
  if (found.matches) {
    for (const auto& [name, value] : found.caught) out.append(name).append("=").append(value + ";");
    return out;
  }
  REQUIRE(found.difference);
  out = found.wanted;
  return out.insert(*found.difference, "^");
}

}  // namespace

TEST_CASE("a line fits to the letter, its verb in either case") {
  CHECK(told("NOOP", "noop") == "");
  CHECK(told("MAIL FROM:<a@x>", "mail From:<a@x>") == "");
  CHECK(told("MAIL FROM:<a@x>", "MAIL FROM:<A@x>") == "MAIL FROM:<^a@x>");
  CHECK(told("EHLO me", "ehlo ME") == "EHLO ^me");
  CHECK(told("NOOP", "NOOP ") == "NOOP^");
  CHECK(told("NOOP x", "NOOP") == "NOOP^ x");
  CHECK(told("", "x") == "^");
}

TEST_CASE("a wildcard takes as little as it can") {
  CHECK(told("A {one} {two}", "A b c d") == "one=b;two=c d;");
  CHECK(told("A {one}", "A ") == "one=;");
  CHECK(told("*{one}", "abc") == "one=abc;");
  CHECK(told("A {one}-{one}", "A x-x") == "one=x;");
  CHECK(told("A {one}-{one}", "A x-y") == "A x-^x");
  CHECK(told("A *>", "A a>b>") == "");
  CHECK(told("A {one}> C", "A a> C> C") == "one=a> C;");
  CHECK(told("A {one}> {two}", "A a> b> c") == "one=a;two=b> c;");
}

TEST_CASE("an open end may be nothing") {
  CHECK(told("MAIL FROM:<{from}> *", "MAIL FROM:<a@x>") == "from=a@x;");
  CHECK(told("MAIL FROM:<{from}> *", "MAIL FROM:<a@x> SIZE=1") == "from=a@x;");
  CHECK(told("MAIL FROM:<{from}> *", "MAIL FROM:<a@x>SIZE=1") == "MAIL FROM:<a@x>^ *");
  CHECK(told("EHLO *", "EHLO") == "");
  CHECK(told("EHLO *", "EHLOS") == "EHLO^ *");
}

TEST_CASE("names that have a value are wanted to the letter") {
  CHECK(told("RCPT TO:<{to}>", "RCPT TO:<b@x>") == "");
  CHECK(told("RCPT TO:<{to}>", "RCPT TO:<c@x>") == "RCPT TO:<^b@x>");
  CHECK(told("VRFY {domain}", "VRFY mx") == "");
  CHECK(told("VRFY {none}.", "VRFY .") == "");
}

TEST_CASE("what wildcards took is filled in up to the difference") {
  CHECK(told("MAIL FROM:<{from}> SIZE=*", "MAIL FROM:<a@x> BODY=7BIT") ==
        "MAIL FROM:<a@x> ^SIZE=*");
  CHECK(told("A {one}!", "A bcd") == "A bcd^!");
}

TEST_CASE("however many wildcards, the time is linear in the line") {
  std::string text = "X";
  for (int i = 0; i < 200; ++i) text += "*a";
  CHECK_FALSE(match(text + "b", "X" + std::string(16'000, 'a')).matches);
}

}  // namespace postiche::scenario
