// SPDX-License-Identifier: MIT
#include "harness/judge/scripted.h"

#include <algorithm>
#include <iterator>

#include "harness/judge/words.h"

namespace postiche::judge {
namespace {

struct LevelRow {
  std::string_view word;  // as the transcript has it
  Outcome outcome;
  scenario::Level level;
};
constexpr LevelRow levels[] = {{"fail", Outcome::fail, scenario::Level::must},
                               {"warn", Outcome::warn, scenario::Level::should},
                               {"pass", Outcome::pass, scenario::Level::must},
                               {"info", Outcome::info, scenario::Level::info}};

Verdict verdict_of(const transcript::Event& event) {
  const auto row = std::find_if(std::begin(levels), std::end(levels),
                                [&](const LevelRow& r) { return r.word == event.field("level"); });
  Verdict verdict;
  verdict.id = event.field("id").value_or("");
  // A word that this program does not know is no judgement of the client.
  verdict.outcome = row == std::end(levels) ? Outcome::error : row->outcome;
  verdict.level = row == std::end(levels) ? scenario::Level::info : row->level;
  verdict.says = event.field("says").value_or("");
  verdict.measured = event.field("rule").value_or("");
  return verdict;
}

Verdict failed_call(const transcript::Event& event) {
  Verdict verdict;
  verdict.id = "call " + std::string(event.field("name").value_or(""));
  verdict.outcome = Outcome::error;
  verdict.says = "what a rule calls gives an answer";
  verdict.measured = event.field("problem").value_or("");
  return verdict;
}

// Those that come again are one, with more evidence.
void add(std::vector<Verdict>& verdicts, Verdict fresh, std::uint64_t sequence) {
  auto known = std::find_if(verdicts.begin(), verdicts.end(), [&](const Verdict& v) {
    return v.id == fresh.id && v.outcome == fresh.outcome;
  });
  if (known == verdicts.end()) known = verdicts.insert(verdicts.end(), std::move(fresh));
  known->evidence.push_back(sequence);
}

}  // namespace

std::vector<Verdict> scripted_verdicts(const std::vector<const transcript::Event*>& events) {
  std::vector<Verdict> verdicts;
  for (const transcript::Event* const event : events) {
    if (event->kind != transcript::Kind::note || event->field("note") != "verdict") continue;
    add(verdicts, verdict_of(*event), event->sequence);
  }
  for (Verdict& verdict : verdicts) {
    verdict.measured =
        "the rule '" + verdict.measured + "' found this " + times(verdict.evidence.size());
  }
  return verdicts;
}

std::vector<Verdict> call_verdicts(const std::vector<const transcript::Event*>& events) {
  std::vector<Verdict> verdicts;
  for (const transcript::Event* const event : events) {
    if (event->kind != transcript::Kind::note || event->field("note") != "call") continue;
    if (event->field("problem")) add(verdicts, failed_call(*event), event->sequence);
  }
  return verdicts;
}

}  // namespace postiche::judge
