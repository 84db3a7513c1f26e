// SPDX-License-Identifier: MIT
#include "harness/smtp/grammar.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace postiche;
using namespace postiche::smtp;

namespace {

using Names = std::vector<std::string_view>;
using namespace std::string_literals;

struct Case {
  std::string line;
  std::string printed;  // as a faultless client writes it
  Names deviations;
};

}  // namespace

TEST_CASE("a clean command has no deviations and prints as it was") {
  for (const std::string& line : std::vector<std::string>{"EHLO client.example",
                                                          "EHLO [192.0.2.1]",
                                                          "HELO client.example",
                                                          "MAIL FROM:<>",
                                                          "MAIL FROM:<a@x> SIZE=1000 BODY=8BITMIME",
                                                          "MAIL FROM:<a@x> SMTPUTF8",
                                                          "RCPT TO:<b@x>",
                                                          "RCPT TO:<postmaster>",
                                                          "DATA",
                                                          "RSET",
                                                          "NOOP",
                                                          "NOOP any thing",
                                                          "VRFY bob",
                                                          "EXPN staff",
                                                          "HELP",
                                                          "HELP MAIL",
                                                          "QUIT",
                                                          "STARTTLS",
                                                          "AUTH PLAIN AGEAYg==",
                                                          "BDAT 10 LAST",
                                                          "AUTH PLAIN =",
                                                          "LHLO client.example",
                                                          "ETRN @example.com",
                                                          "ETRN #queue",
                                                          "ATRN",
                                                          "ATRN a.example,b.example",
                                                          "TURN",
                                                          "VRFY bob SMTPUTF8",
                                                          "XCLIENT NAME=a ADDR=[UNAVAILABLE]",
                                                          "XFORWARD SOURCE=LOCAL",
                                                          "MAIL FROM:<\xC3\xBC@x> SMTPUTF8"}) {
    CAPTURE(line);
    const Command command = parse_command(line);
    CHECK(command.well_formed());
    CHECK(command.deviations.empty());
    CHECK(print(command) == line);
  }
}

TEST_CASE("oddities are let through, each under its name") {
  for (const Case& each : std::vector<Case>{
           {"QUIT ", "QUIT", {"trailing-white-space"}},
           {" QUIT", "QUIT", {"leading-white-space"}},
           {"EHLO  x", "EHLO x", {"extra-white-space"}},
           {"EHLO x y", "EHLO x", {"extra-argument"}},
           {"EHLO\tx", "EHLO x", {"tab-as-space"}},
           {"EHLO my_host", "EHLO my_host", {"underscore-in-domain"}},
           {"EHLO a/b", "EHLO a/b", {"bad-character-in-domain"}},
           {"EHLO \xC3\xBC", "EHLO \xC3\xBC", {"8bit-in-command"}},
           {"MAIL FROM: <a@x>", "MAIL FROM:<a@x>", {"space-after-colon"}},
           {"MAIL FROM :<a@x>", "MAIL FROM:<a@x>", {"space-before-colon"}},
           {"mail from:a@x size=5", "MAIL FROM:<a@x> size=5", {"missing-angle-brackets"}},
           {"RCPT TO:<@r:a@x>  A=b", "RCPT TO:<@r:a@x> A=b", {"source-route", "extra-white-space"}},
           {"NOOP a\x01", "NOOP a\x01", {"control-character"}},
           {"BDAT  10  LAST", "BDAT 10  LAST", {"extra-white-space"}},
           {"ETRN my_host", "ETRN my_host", {"underscore-in-domain"}},
           {"QUIT now", "QUIT", {"extra-argument"}}}) {
    CAPTURE(each.line);
    const Command command = parse_command(each.line);
    CHECK(command.well_formed());
    CHECK(command.deviations == each.deviations);
    CHECK(print(command) == each.printed);
  }
}

TEST_CASE("what cannot be let through names its fault") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", "empty-line"},
      {" ", "empty-line"},
      {"GET / HTTP/1.1", "unknown-verb"},
      {"M\x01IL", "garbled-verb"},
      {"\x16\x03\x01", "garbled-verb"},
      {"NOOP\0"s, "nul-byte"},
      {"NOOP a\0b"s, "nul-byte"},
      {"EHLO", "missing-domain"},
      {"HELO ", "missing-domain"},
      {"MAIL", "missing-from"},
      {"MAIL <a@x>", "missing-from"},
      {"MAIL FROM<a@x>", "missing-from"},
      {"MAIL TO:<a@x>", "missing-from"},
      {"MAIL FROM:", "missing-path"},
      {"RCPT FROM:<a@x>", "missing-to"},
      {"RCPT TO:<>", "null-recipient"},
      {"RCPT TO:Bob <b@x>", "missing-domain"},
      {"MAIL FROM:<a@x>SIZE=1", "text-after-path"},
      {"MAIL FROM:<a@x> SIZE=", "empty-parameter-value"},
      {"MAIL FROM:<a@x> A=b=c", "bad-parameter"},
      {"MAIL FROM:<a@x> =b", "bad-parameter"},
      {"MAIL FROM:<a@x> -A", "bad-parameter"},
      {"MAIL FROM:<a@x> SIZE=1 size=2", "duplicate-parameter"},
      {"DATA now", "unexpected-argument"},
      {"RSET now", "unexpected-argument"},
      {"VRFY", "missing-argument"},
      {"EXPN ", "missing-argument"},
      {"STARTTLS now", "unexpected-argument"},
      {"BDAT", "missing-argument"},
      {"BDAT ten", "bad-chunk-size"},
      {"BDAT 10 20", "unexpected-argument"},
      {"AUTH", "missing-argument"},
      {"AUTH PLAIN+", "bad-mechanism-name"},
      {"AUTH AAAAAAAAAAAAAAAAAAAAA", "bad-mechanism-name"},
      {"AUTH PLAIN a b", "unexpected-argument"},
      {"ETRN", "missing-argument"},
      {"ETRN @", "missing-domain"},
      {"ETRN a b", "unexpected-argument"},
      {"ETRN [192.0.2.1]", "bad-address-literal"},
      {"ATRN a,", "missing-domain"},
      {"ATRN a, b", "unexpected-argument"},
      {"TURN now", "unexpected-argument"},
      {"XCLIENT", "missing-argument"},
      {"XCLIENT NAME", "bad-parameter"},
      {"XFORWARD NAME=", "empty-parameter-value"},
      {"LHLO", "missing-domain"},
  };
  for (const auto& each : cases) {
    CAPTURE(each.first);
    CHECK(parse_command(each.first).fault == each.second);
  }
}

TEST_CASE("verbs ignore case and every name leads back to its verb") {
  CHECK(parse_command("mAiL fRoM:<a@x>").well_formed());
  for (std::size_t i = 1; i < verb_count; ++i) {
    const auto verb = static_cast<Verb>(i);
    CHECK(verb_of(name(verb)) == verb);
  }
  CHECK(verb_of("") == Verb::unknown);
  CHECK(verb_of("MAILFROM") == Verb::unknown);
}

TEST_CASE("SMTPUTF8 behind a name is no part of it, and alone it is one") {
  CHECK(parse_command("VRFY <bob@x>  smtputf8").text == "<bob@x>");
  CHECK(parse_command("VRFY bob smith").text == "bob smith");
  CHECK(parse_command("EXPN SMTPUTF8").text == "SMTPUTF8");
  CHECK(parse_command("EXPN SMTPUTF8").parameters.empty());
}

TEST_CASE("the argument is kept as typed") {
  CHECK(parse_command("NOOP  two ").argument == " two ");
  CHECK(parse_command("MAIL FROM:<a@x> SIZE=1").argument == "FROM:<a@x> SIZE=1");
  CHECK(parse_command("MAIL FROM:<a@x> SIZE=1").parameter("size")->value == "1");
  CHECK(parse_command("MAIL FROM:<a@x>").parameter("SIZE") == nullptr);
}

TEST_CASE("a line of nothing but parameters costs linear time") {
  std::string line = "MAIL FROM:<a@x>";
  for (int i = 0; i < 100000; ++i) line += " A" + std::to_string(i);
  const Command command = parse_command(line);
  CHECK(command.fault == "bad-parameter");
  CHECK(command.parameters.size() == 32);
}
