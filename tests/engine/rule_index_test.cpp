// SPDX-License-Identifier: MIT
// Many rules are found by the value that they want; that must change nothing but the cost.

#include "harness/engine/rule_index.h"

#include <doctest/doctest.h>

#include "tests/engine/player.h"

namespace postiche::engine {
namespace {

// Forty rules for one recipient each, between others that no index can file.
std::string many_rules() {
  std::string yaml =
      "postiche: 1\nscenario: test.many\nsmtp:\n  rules:\n"
      "    - {name: first, when: RCPT, if: {recipient: /^user3@/}, reply: 550 5.1.1 first}\n";
  for (int i = 0; i < 40; ++i) {
    const std::string number = std::to_string(i);
    yaml += "    - {name: for " + number + ", when: RCPT, if: {recipient: [User" + number +
            "@D.example, other" + number + "@d.example], helo: c}, reply: 551 5.1.1 number " +
            number + "}\n";
  }
  return yaml +
         "    - {name: exact, when: RCPT, if: {recipient: {is: Exact@d.example}}, reply: 552 5.1.1 "
         "exact}\n"
         "    - {name: last, when: RCPT, if: {recipient: user*}, reply: 553 5.1.1 last}\n"
         "    - {name: any, when: command, if: {verb: [RCPT, NOOP]}, reply: 554 5.1.1 any}\n";
}

std::string answer_to(std::string_view helo, std::string_view command) {
  testing::Player player(testing::text_scenario(many_rules()));
  player.connect(1);
  player.say("EHLO " + std::string(helo) + "\r\nMAIL FROM:<a@c>\r\n" + std::string(command) +
             "\r\n");
  std::string last;
  for (const transcript::Event* const event : player.events()) {
    if (event->kind == transcript::Kind::reply) last = event->bytes;
  }
  return last;
}

TEST_CASE("a rule among many speaks as it would alone") {
  CHECK(answer_to("c", "RCPT TO:<user3@d.example>") == "550 5.1.1 first\r\n");
  CHECK(answer_to("c", "RCPT TO:<user7@d.example>") == "551 5.1.1 number 7\r\n");
  CHECK(answer_to("c", "RCPT TO:<USER39@d.example>") == "551 5.1.1 number 39\r\n");
  CHECK(answer_to("c", "RCPT TO:<other0@d.example>") == "551 5.1.1 number 0\r\n");
  CHECK(answer_to("z", "RCPT TO:<user7@d.example>") == "553 5.1.1 last\r\n");
  CHECK(answer_to("c", "RCPT TO:<Exact@d.example>") == "552 5.1.1 exact\r\n");
  CHECK(answer_to("c", "RCPT TO:<exact@d.example>") == "554 5.1.1 any\r\n");
  CHECK(answer_to("c", "RCPT TO:<bob@d.example>") == "554 5.1.1 any\r\n");
  CHECK(answer_to("c", "NOOP") == "554 5.1.1 any\r\n");
  CHECK(answer_to("c", "RSET") == "250 2.0.0 Ok\r\n");
}

TEST_CASE("among many rules those are near that want what came") {
  std::string yaml = "postiche: 1\nscenario: test.many\nsmtp:\n  rules:\n";
  for (int i = 0; i < 100; ++i) {
    yaml += "    - {when: RCPT, if: {recipient: user" + std::to_string(i) +
            "@d.example, helo: nobody}, reply: 550 5.1.1 No}\n";
  }
  testing::Player player(testing::text_scenario(yaml));
  player.connect(1);
  player.say("EHLO c\r\nMAIL FROM:<a@c>\r\nRCPT TO:<user90@d.example>\r\n");
  std::vector<transcript::Event::NearMiss> misses;
  for (const transcript::Event* const event : player.events()) {
    if (auto found = event->near_misses(); !found.empty()) misses = std::move(found);
  }
  REQUIRE(misses.size() == 3);
  CHECK(misses[0].rule == "rule 91");
  CHECK(misses[0].why == "helo was 'c', wanted nobody");
}

}  // namespace
}  // namespace postiche::engine
