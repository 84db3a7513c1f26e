// SPDX-License-Identifier: MIT
// Every requirement that is judged, by a check or by a conformance scenario, on the transcripts of
// tests/judge/ID: right.txt, wrong.txt, unclear.txt, and others whose names begin so.

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "harness/judge/catalogue.h"
#include "harness/judge/checks.h"
#include "harness/judge/expectations.h"
#include "harness/scenario/library.h"
#include "tests/engine/conversation.h"

namespace postiche::judge {
namespace {

namespace fs = std::filesystem;
using testing::Conversation;
using testing::Player;

const std::string folder = POSTICHE_SOURCE_DIR "/tests/judge";

struct Example {
  std::string path, id, name;
};

std::vector<Example> examples() {
  std::vector<Example> all;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const fs::path& path = entry.path();
    if (path.extension() != ".txt") continue;
    all.push_back({path.string(), path.parent_path().filename().string(), path.stem().string()});
  }
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  return all;
}

// By the scenario's expectations, then by the checks.
std::vector<Verdict> verdicts_of(const Player& player, const Conversation& conversation) {
  auto all = judge(*conversation.scenario(), player.events());
  auto checks =
      judge_checks(conversation.profile(), conversation.scenario()->checks, player.events());
  std::move(checks.begin(), checks.end(), std::back_inserter(all));
  return all;
}

bool is_bad(Outcome outcome) { return outcome == Outcome::fail || outcome == Outcome::warn; }

// The check's own verdict, and any other that is bad.
std::vector<std::string> lines_of(const std::vector<Verdict>& verdicts, const std::string& id) {
  std::vector<std::string> lines;
  bool found = false;
  for (const Verdict& verdict : verdicts) {
    found = found || verdict.id == id;
    if (verdict.id != id && !is_bad(verdict.outcome)) continue;
    const std::string why = verdict.id == id ? ": " + verdict.measured : "";
    lines.push_back(verdict.id + " " + std::string(name(verdict.outcome)) + why);
  }
  if (!found) lines.push_back(id + " UNRESOLVED");
  return lines;
}

Outcome outcome_of(const std::vector<Verdict>& verdicts, const std::string& id) {
  for (const Verdict& verdict : verdicts) {
    if (verdict.id == id) return verdict.outcome;
  }
  return Outcome::unresolved;
}

// A run as it was, but for octets that are no reply, as the first that the server said.
class Disturbed {
 public:
  explicit Disturbed(const std::vector<const transcript::Event*>& events) {
    for (const transcript::Event* const event : events) {
      copy(*event);
      if (event->kind == transcript::Kind::open) disturb(*event);
    }
  }

  std::vector<const transcript::Event*> events() const {
    std::vector<const transcript::Event*> all;
    for (const transcript::Event& event : events_) all.push_back(&event);
    return all;
  }

 private:
  void copy(const transcript::Event& event) {
    events_.push_back(event);
    events_.back().sequence = events_.size();
  }

  void disturb(const transcript::Event& open) {
    transcript::Event event;
    event.connection = open.connection;
    event.at = open.at;
    event.kind = transcript::Kind::bytes;
    event.direction = transcript::Direction::out;
    event.bytes = "what?\r\n";
    copy(event);
  }

  std::deque<transcript::Event> events_;
};

bool is_promised(const std::string& example, Outcome outcome) {
  if (example.starts_with("right")) return outcome == Outcome::pass;
  if (example.starts_with("wrong")) return is_bad(outcome) || outcome == Outcome::info;
  return outcome == Outcome::unresolved || outcome == Outcome::skip;
}

}  // namespace

TEST_CASE("each example goes as its file says, and is judged as its name promises") {
  const bool update = std::getenv("POSTICHE_UPDATE") != nullptr;
  for (const Example& example : examples()) {
    CAPTURE(example.path);
    Conversation conversation(example.path, [&](const Player& player, const Conversation& it) {
      return lines_of(verdicts_of(player, it), example.id);
    });
    Player player(conversation.scenario());
    player.take_time();
    conversation.play(player, Conversation::Segments::lines);
    if (update) std::ofstream(example.path, std::ios::binary) << conversation.written(player);
    const std::string difference = update ? "" : conversation.difference(player);
    CHECK_MESSAGE(difference.empty(), difference);
    const auto verdicts = verdicts_of(player, conversation);
    CHECK(is_promised(example.name, outcome_of(verdicts, example.id)));
    if (!example.name.starts_with("right")) continue;
    // What does one thing right must not be blamed for another.
    for (const Verdict& verdict : verdicts) {
      CHECK_MESSAGE(!is_bad(verdict.outcome), (verdict.id + ": " + verdict.measured));
    }
  }
}

TEST_CASE("each check has a passive requirement, and examples of right, wrong and unclear") {
  std::set<std::string> shown;
  for (const Example& example : examples()) shown.insert(example.id + "/" + example.name);
  std::set<std::string_view> seen;
  for (const auto& [id, is_excused] : known_checks()) {
    CAPTURE(id);
    CHECK(seen.insert(id).second);
    const Requirement* const requirement = find_requirement(id);
    REQUIRE(requirement != nullptr);
    CHECK(requirement->is_passive());
    CHECK(shown.contains(std::string(id) + "/right"));
    CHECK(shown.contains(std::string(id) + "/wrong"));
    const std::string unclear = std::string(id) + "/unclear";
    const auto found = shown.lower_bound(unclear);
    CHECK((found != shown.end() && found->starts_with(unclear)));
  }
}

TEST_CASE("no check has anything to say where nothing happened") {
  Player player(testing::text_scenario("postiche: 1\nscenario: test.inline\n"));
  for (const char* const service : {"smtp", "lmtp", "pop3", "imap"}) {
    player.listen_as(service);
    player.connect(1);
    player.rst();
  }
  for (const Verdict& verdict : judge_checks({}, {}, player.events())) {
    CHECK_MESSAGE(!is_bad(verdict.outcome), (verdict.id + ": " + verdict.measured));
  }
}

TEST_CASE("whoever meets a server that breaks rules first is not blamed, where that excuses") {
  for (const Example& example : examples()) {
    const auto check = known_check(example.id);
    if (!check || !check->is_excused || !example.name.starts_with("wrong")) continue;
    CAPTURE(example.path);
    Conversation conversation(example.path);
    Player player(conversation.scenario());
    player.take_time();
    conversation.play(player, Conversation::Segments::lines);
    const Disturbed disturbed(player.events());
    const auto& policies = conversation.scenario()->checks;
    for (const Verdict& verdict :
         judge_checks(conversation.profile(), policies, disturbed.events())) {
      if (verdict.id == example.id) CHECK_MESSAGE(!is_bad(verdict.outcome), verdict.measured);
    }
  }
}

TEST_CASE("each passive requirement has a check") {
  for (const Requirement& requirement : catalogue()) {
    if (!requirement.is_passive()) continue;
    CAPTURE(requirement.id);
    CHECK(known_check(requirement.id));
  }
}

TEST_CASE("each requirement that a conformance scenario judges is provoked, with examples") {
  std::set<std::string> shown, judged;
  for (const Example& example : examples()) shown.insert(example.id + "/" + example.name);
  for (const auto& entry : scenario::Library({POSTICHE_SOURCE_DIR "/scenarios"}).list()) {
    if (!entry.name.starts_with("conformance/")) continue;
    CAPTURE(entry.name);
    for (const std::string& id : entry.expects) {
      const Requirement* const requirement = find_requirement(id);
      if (!requirement) continue;  // the scenario's own
      CAPTURE(id);
      judged.insert(id);
      CHECK(!requirement->is_passive());
      CHECK(shown.contains(id + "/right"));
      CHECK(shown.contains(id + "/wrong"));
    }
  }
  for (const Example& example : examples()) {
    CAPTURE(example.path);
    CHECK((known_check(example.id) || judged.contains(example.id)));
  }
}

TEST_CASE("evidence and marks lie within the transcript") {
  for (const Example& example : examples()) {
    CAPTURE(example.path);
    Conversation conversation(example.path);
    Player player(conversation.scenario());
    player.take_time();
    conversation.play(player, Conversation::Segments::lines);
    const auto events = player.events();
    for (const Verdict& verdict : verdicts_of(player, conversation)) {
      for (const std::uint64_t sequence : verdict.evidence) CHECK(sequence <= events.size());
      for (const Mark& mark : verdict.marks) {
        REQUIRE(mark.sequence <= events.size());
        CHECK(mark.offset + mark.length <= events[mark.sequence - 1]->bytes.size());
      }
    }
  }
}

}  // namespace postiche::judge
