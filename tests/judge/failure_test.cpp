// SPDX-License-Identifier: MIT
#include "harness/judge/report/failure.h"

#include <doctest/doctest.h>

#include "harness/base/ascii.h"
#include "harness/judge/checks.h"
#include "harness/judge/expectations.h"
#include "harness/judge/report/report_lines.h"
#include "tests/engine/player.h"

namespace postiche::judge {
namespace {

using testing::library_scenario;
using testing::Player;

std::string told(const std::vector<Verdict>& failed, const Player& player) {
  return failure_text(failed, player.events(), transcript::Secrets::masked);
}

// What the standards say.
std::vector<Verdict> faults_in(const Player& player) {
  auto failed = judge_checks({}, {}, player.events());
  std::erase_if(failed, [](const Verdict& one) { return !is_failure(one, Strictness::all); });
  REQUIRE_FALSE(failed.empty());
  return failed;
}

std::string told(const Player& player) { return told(faults_in(player), player); }

// A message of a thousand such lines, and of one that ends in a lone LF behind them.
void send_with_lone_lf(Player& player, const std::string& mail, const std::string& line) {
  player.take_time();
  player.connect(1);
  player.say("EHLO c.example\r\n");
  player.say(mail);
  player.say("RCPT TO:<c@d.example>\r\n");
  player.say("DATA\r\n");
  std::string content = "From: <a@b.example>\r\nDate: Thu, 1 Jan 2026 00:00:00 +0000\r\n\r\n";
  for (int i = 0; i < 1000; ++i) content += line;
  player.say(content + "bad\nworse\r\n.\r\n");
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("the fault comes first, with who forbids it, and then the guilty line") {
  Player player(library_scenario("honest", {}));
  player.take_time();
  player.connect(1);
  player.say("EHLO c.example\n");
  const std::string text = told(player);
  CHECK(text.starts_with("FAIL smtp.line.crlf-only: a command line holds a lone LF\n"));
  CHECK(has(text, "(must, RFC 5321 sec 2.3.8)\n"));
  CHECK(has(text, "\n    S: 220 mx.example.com ESMTP"));
  CHECK(has(text, "\n  > C: EHLO c.example~ "));
  CHECK(has(text, "  <-- smtp.line.crlf-only\n"));
}

TEST_CASE("the guilty line of much content is shown, and not all of the content") {
  Player player(library_scenario("honest", {}));
  send_with_lone_lf(player, "MAIL FROM:<a@b.example>\r\n", "good\r\n");
  const std::string text = told(player);
  CHECK(has(text, "  > C: bad~ "));
  CHECK(has(text, "    C: good\n  > C: bad~"));
  CHECK(has(text, "    ...\n    C: good\n"));
  CHECK(ascii::split(text, '\n').size() < 30);
}

TEST_CASE("of a long reply only the ends are shown") {
  const auto scenario = library_scenario("greylisting", {});
  Player player(scenario);
  player.connect(1);
  player.say("EHLO c.example\r\nMAIL FROM:<a@b.example>\r\n");
  const std::string text = annotated_text({}, player.events(), transcript::Secrets::masked);
  CHECK(has(text,
            "    C: EHLO c.example\n    S: 250-mx.example.com\n    ...\n    S: 250 HELP\n"
            "    C: MAIL FROM:<a@b.example>\n"));
  CHECK(ascii::split(text, '\n').size() < 20);
}

TEST_CASE("what never came is shown by the end of the conversation") {
  const auto scenario = library_scenario("greylisting", {});
  Player player(scenario);
  player.connect(1);
  player.say("EHLO c.example\r\n");
  for (int i = 0; i < 50; ++i) player.say("NOOP\r\n");
  player.say("QUIT\r\n");
  const auto failed = judge(*scenario, player.events());
  REQUIRE_FALSE(failed.empty());
  const std::string text = told(failed, player);
  CHECK(has(text, "the client tried again (must)\n"));
  CHECK(has(text, "    ...\n    S: 250 2.0.0 Ok\n"));
  CHECK(has(text, "    C: QUIT\n"));
  CHECK_FALSE(has(text, "  > "));
  CHECK(ascii::split(text, '\n').size() < 30);
}

TEST_CASE("who never connected is told so") {
  const auto scenario = library_scenario("greylisting", {});
  const Player player(scenario);
  CHECK(has(told(judge(*scenario, player.events()), player), "nobody has connected"));
}

TEST_CASE("a line says whose it is where there are several connections, and no password") {
  Player player(library_scenario("honest", {}));
  for (const std::uint32_t client : {1U, 2U}) {
    player.connect(client);
    player.say(client, "EHLO c.example\r\n");
  }
  player.say(2, "AUTH PLAIN AGFubgBzM2NyZXQ=\n");
  const std::string text = told(player);
  CHECK(has(text, "    == 2\n"));
  CHECK_FALSE(has(text, "AGFubgBzM2NyZXQ="));
}

TEST_CASE("an annotated conversation is whole, with marks where something has failed") {
  Player player(library_scenario("honest", {}));
  player.take_time();
  player.connect(1);
  player.say("EHLO c.example\r\n");
  for (int i = 0; i < 100; ++i) player.say("NOOP\r\n");
  player.say("NOOP\n");
  const auto failed = faults_in(player);
  const std::string text = annotated_text(failed, player.events(), transcript::Secrets::masked);
  CHECK(has(text, "\n    S: 220 mx.example.com ESMTP"));
  CHECK(has(text, "\n    ...\n"));
  CHECK(has(text, "\n  > C: NOOP~"));
  const std::string alone = annotated_text({}, player.events(), transcript::Secrets::masked);
  CHECK(alone.starts_with("    S: 220 mx.example.com ESMTP"));
}

ReportCase reported(const std::vector<Verdict>& verdicts, const Player& player) {
  const auto scenario = library_scenario("honest", {});
  return report_case(*scenario, "", verdicts, player.events(), transcript::Secrets::masked);
}

// All but what stands around the guilty lines.
std::vector<std::string> guilty(const std::string& text) {
  std::vector<std::string> out;
  for (const auto line : ascii::split(text, '\n')) {
    if (!line.starts_with("    ")) out.emplace_back(line);
  }
  return out;
}

TEST_CASE("a report tells of a fault what the live run tells") {
  Player player(library_scenario("honest", {}));
  player.take_time();
  for (const std::uint32_t client : {1U, 2U}) {
    player.connect(client);
    player.say(client, "EHLO c.example\n");
  }
  player.say(2, "NOOP \xC3\xA4\\\x01\r\n");
  player.say(2, "AUTH PLAIN AGFubgBzM2NyZXQ=\n");
  const auto failed = faults_in(player);
  const ReportCase report = reported(failed, player);
  const std::string text = failure_text(report.verdicts, report);
  CHECK(guilty(text) == guilty(told(failed, player)));
  CHECK(has(text, "\n    S: 250 HELP\n    == 2\n"));
  CHECK(has(text, "  > C: AUTH PLAIN ****"));
}

TEST_CASE("the guilty line of much content is found in a report by its characters") {
  Player player(library_scenario("honest", {}));
  send_with_lone_lf(player, "MAIL FROM:<a@b.example> BODY=8BITMIME\r\n", "\xC3\xA4\\\r\n");
  auto failed = judge_checks({}, {}, player.events());
  std::erase_if(failed, [](const Verdict& one) { return one.id != "smtp.data.crlf-pairs-only"; });
  REQUIRE(failed.size() == 1);
  const ReportCase report = reported(failed, player);
  CHECK(has(failure_text(report.verdicts, report), "\\\\\n  > C: bad~ "));
}

TEST_CASE("of what a report has cut the beginning is told, and that there was more") {
  Player player(library_scenario("honest", {}));
  player.connect(1);
  player.say("EHLO c.example\r\n");
  player.say("NOOP " + std::string(4000, 'x'));
  player.say("\r\nQUIT\r\n");
  const ReportCase report = reported({}, player);
  const std::string text = transcript::to_text(text_lines(report));
  CHECK(has(text, "xxx ...\n"));
  CHECK(has(text, "\nC: QUIT\n"));
}

}  // namespace
}  // namespace postiche::judge
