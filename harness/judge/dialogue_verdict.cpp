// SPDX-License-Identifier: MIT
#include "harness/judge/dialogue_verdict.h"

#include <algorithm>

#include "harness/transcript/dialogue_notes.h"

namespace postiche::judge {

using transcript::Event;
using transcript::Kind;

namespace {

// What a client did that its dialogue forgives goes by without a verdict.
bool is_fault(const Event& event) {
  const auto note = event.kind == Kind::note ? event.field("note") : std::nullopt;
  return (note == "dialogue-miss" || note == "dialogue-unfinished") &&
         event.field("else") != "honest";
}

// A verdict is told wherever the run is told: nobody's password belongs there.
std::string words_for(const Event& event) {
  std::string words = "connection " + std::to_string(event.connection) + ": ";
  bool first = true;
  for (const std::string& line : transcript::dialogue_lines(event, transcript::Secrets::masked)) {
    words += (first ? "" : "\n") + line;
    first = false;
  }
  return words;
}

}  // namespace

std::optional<Verdict> judge_dialogue(const scenario::Scenario& scenario,
                                      const std::vector<const Event*>& events) {
  Verdict verdict;
  verdict.id = "dialogue";
  verdict.says = "the client keeps to the dialogue";
  for (const Event* const event : events) {
    if (!is_fault(*event)) continue;
    if (verdict.evidence.empty()) verdict.measured = words_for(*event);
    verdict.evidence.push_back(event->sequence);
  }
  if (!verdict.evidence.empty()) {
    verdict.outcome = Outcome::fail;
    return verdict;
  }
  using Else = scenario::Dialogue::Else;
  const auto binds = [](const auto& entry) {
    const auto& own = entry.second.dialogue;
    return own && own->else_ != Else::honest;
  };
  const auto& sections = scenario.sections;
  if (std::none_of(sections.begin(), sections.end(), binds)) return std::nullopt;
  const bool began = std::any_of(events.begin(), events.end(),
                                 [](const Event* event) { return event->kind == Kind::open; });
  verdict.outcome = began ? Outcome::pass : Outcome::unresolved;
  verdict.measured = began ? "all that was heard fitted" : "nobody came";
  return verdict;
}

}  // namespace postiche::judge
