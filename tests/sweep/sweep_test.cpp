// SPDX-License-Identifier: MIT
// Which faults a conversation can have, that each is a scenario, and what became of the mail.

#include <doctest/doctest.h>

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "harness/scenario/loader.h"
#include "harness/sweep/cells.h"
#include "harness/sweep/outcome.h"
#include "tests/engine/player.h"

namespace postiche::sweep {
namespace {

using testing::Player;

constexpr std::string_view head =
    "postiche: 1\nscenario: test.inline\nrev: 1\ntitle: A test\nwhy: To see it.\n";
constexpr std::string_view letter =
    "EHLO c.example\r\nMAIL FROM:<a@c.example>\r\nRCPT TO:<b@example.com>\r\n"
    "RCPT TO:<c@example.com>\r\nDATA\r\nSubject: Hello\r\n\r\nHello\r\n.\r\nQUIT\r\n";

std::vector<Point> points_after(std::string_view said) {
  Player player(testing::text_scenario(std::string(head)));
  player.connect(1);
  player.say(said);
  player.shut();
  return points_of(player.events());
}

// What a rule of the server and the client's exit status make of a letter.
Outcome led_to(const std::string& rules, std::string_view status) {
  Player player(testing::text_scenario(std::string(head) + "smtp: {rules: [" + rules + "]}"));
  player.connect(1);
  player.say(letter);
  player.shut();
  player.world().note({}, {{"note", "client-ended"}, {"how", "exited"}, {"status", status}});
  return outcome_of(player.events());
}

}  // namespace

TEST_CASE("the points of a conversation are what the client did and what it waits for") {
  std::vector<std::string> texts;
  for (const Point& point : points_after(letter)) texts.push_back(point.text());
  CHECK(texts == std::vector<std::string>{"connect", "EHLO", "MAIL", "RCPT", "RCPT 2", "DATA",
                                          "content", "message", "QUIT"});
}

TEST_CASE("a conversation that nobody had has no points") {
  CHECK(points_of({}).empty());
  CHECK(cells_of({}, "honest", Duration::seconds(2)).empty());
}

TEST_CASE("each cell has an id of its own and is a scenario that loads") {
  std::set<std::string> ids;
  for (const Cell& cell : cells_of(points_after(letter), "honest", Duration::seconds(2))) {
    CAPTURE(cell.yaml);
    CHECK(ids.insert(cell.id).second);
    const auto honest = [](std::string_view) -> Result<std::string> {
      return std::string(POSTICHE_SOURCE_DIR "/scenarios/honest.yaml");
    };
    const auto loaded = scenario::load_text(cell.yaml, "cell.yaml", {}, honest);
    CHECK(loaded.scenario != nullptr);
  }
  CHECK(ids.contains("rcpt-2-close"));
  CHECK_FALSE(ids.contains("connect-1-4yz"));
}

TEST_CASE("what a fault has led to is what the server has and what the client says") {
  const std::string refused = "{when: message, reply: 554 5.6.0 No}";
  CHECK(led_to("", "0") == Outcome::fine);
  CHECK(led_to("", "1") == Outcome::false_failure);
  CHECK(led_to(refused, "1") == Outcome::told);
  CHECK(led_to(refused, "0") == Outcome::lost);
  CHECK(led_to("{when: EHLO, close: fin}", "0") == Outcome::lost);
}

TEST_CASE("nothing excuses mail that is lost, doubled or altered, nor a client that hangs") {
  CHECK(is_bad(Outcome::lost));
  CHECK(is_bad(Outcome::hung));
  CHECK_FALSE(is_bad(Outcome::false_failure));
  CHECK(name(Outcome::false_failure) == "false-failure");
  CHECK(name(Outcome::lost) == "lost");
}

}  // namespace postiche::sweep
