// SPDX-License-Identifier: MIT
#include "harness/pop3/grammar.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace postiche;
using namespace postiche::pop3;
using namespace std::string_literals;

using Names = std::vector<std::string_view>;

namespace {

struct Case {
  std::string line;
  std::string printed;  // as a faultless client writes it
  Names deviations;
};

}  // namespace

TEST_CASE("a clean command has no deviations and prints as it was") {
  for (const std::string& line : std::vector<std::string>{
           "USER alice",   "PASS secret", "APOP mrose c4c9334bac560ecc979e58001b3e22fb",
           "AUTH",         "AUTH PLAIN",  "AUTH PLAIN AGEAYg==",
           "AUTH PLAIN =", "CAPA",        "STLS",
           "LANG",         "LANG *",      "LANG de-1996",
           "UTF8",         "STAT",        "LIST",
           "LIST 1",       "UIDL",        "UIDL 10",
           "RETR 0",       "TOP 1 0",     "DELE 18446744073709551615",
           "NOOP",         "RSET",        "QUIT"}) {
    CAPTURE(line);
    const Command command = parse_command(line);
    CHECK(command.well_formed());
    CHECK(command.deviations.empty());
    CHECK(print(command) == line);
  }
}

TEST_CASE("oddities are let through, each under its name") {
  for (const Case& each : std::vector<Case>{{"quit ", "QUIT", {"trailing-white-space"}},
                                            {" QUIT", "QUIT", {"leading-white-space"}},
                                            {"QUIT now", "QUIT", {"extra-argument"}},
                                            {"LIST  1", "LIST 1", {"extra-white-space"}},
                                            {"TOP 1  2", "TOP 1 2", {"extra-white-space"}},
                                            {"LIST\t1", "LIST 1", {"tab-as-space"}},
                                            {"RETR 01", "RETR 1", {"leading-zeros"}},
                                            {"USER a\x01", "USER a\x01", {"control-character"}},
                                            {"USER \xC3\xBC", "USER \xC3\xBC", {"8bit-in-command"}},
                                            {"PASS a b ", "PASS a b ", {"space-in-password"}},
                                            {"PASS  a", "PASS  a", {"space-in-password"}},
                                            {"APOP a C4C9334BAC560ECC979E58001B3E22FB",
                                             "APOP a c4c9334bac560ecc979e58001b3e22fb",
                                             {"upper-case-digest"}}}) {
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
      {"LAST", "unknown-verb"},
      {"EHLO x", "unknown-verb"},
      {"\x16\x03\x01", "garbled-verb"},
      {"NOOP\0"s, "nul-byte"},
      {"USER a\0b"s, "nul-byte"},
      {"USER", "missing-argument"},
      {"USER ", "missing-argument"},
      {"USER a b", "unexpected-argument"},
      {"PASS", "missing-argument"},
      {"PASS ", "missing-argument"},
      {"APOP a", "missing-argument"},
      {"APOP a b", "bad-digest"},
      {"APOP a g4c9334bac560ecc979e58001b3e22fb", "bad-digest"},
      {"APOP a c4c9334bac560ecc979e58001b3e22fb x", "unexpected-argument"},
      {"AUTH PL\xC3IN", "bad-mechanism-name"},
      {"AUTH ABCDEFGHIJKLMNOPQRSTU", "bad-mechanism-name"},
      {"AUTH PLAIN a b", "unexpected-argument"},
      {"RETR", "missing-argument"},
      {"RETR x", "bad-number"},
      {"RETR -1", "bad-number"},
      {"RETR 18446744073709551616", "bad-number"},
      {"RETR 1 2", "unexpected-argument"},
      {"TOP 1", "missing-argument"},
      {"TOP 1 x", "bad-number"},
      {"STAT 1", "unexpected-argument"},
      {"LANG a_b", "bad-language-tag"},
      {"LANG -", "bad-language-tag"},
  };
  for (const auto& each : cases) {
    CAPTURE(each.first);
    CHECK(parse_command(each.first).fault == each.second);
  }
}
