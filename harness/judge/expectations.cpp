// SPDX-License-Identifier: MIT
#include "harness/judge/expectations.h"

#include <variant>

#include "harness/judge/dialogue_verdict.h"
#include "harness/judge/examine.h"
#include "harness/judge/scripted.h"

namespace postiche::judge {

using scenario::Level;

namespace {

Outcome outcome_for(Finding::Kind kind, Level level) {
  if (level == Level::info) return Outcome::info;
  if (kind == Finding::Kind::met) return Outcome::pass;
  if (kind == Finding::Kind::never_arose) return Outcome::unresolved;
  if (level == Level::must) return Outcome::fail;
  return level == Level::should ? Outcome::warn : Outcome::info;
}

Outcome outcome_for(scenario::PickedForm::Means means) {
  using Means = scenario::PickedForm::Means;
  switch (means) {
    case Means::pass:
      return Outcome::pass;
    case Means::info:
      return Outcome::info;
    case Means::warn:
      return Outcome::warn;
    case Means::fail:
      break;
  }
  return Outcome::fail;
}

Finding examine(const scenario::Form& form, const Events& events) {
  return std::visit([&](const auto& one) { return judge::examine(one, events); }, form);
}

// Where the situation that an expectation is about never arose, the client has shown nothing.
bool has_arisen(const scenario::Expectation& expectation, const Events& events, Verdict& verdict) {
  if (!expectation.arises) return true;
  const Finding finding = examine(*expectation.arises, events);
  if (finding.kind == Finding::Kind::met) return true;
  verdict.outcome = Outcome::unresolved;
  verdict.measured = "the situation never arose: " + finding.measured;
  return false;
}

// The first outcome that is met decides. Where none is, the client did what nobody foresaw.
void pick(const scenario::Expectation& expectation, const Events& events, Verdict& verdict) {
  bool arose = false;
  for (const scenario::PickedForm& one : expectation.pick) {
    Finding finding = examine(one.form, events);
    if (finding.kind == Finding::Kind::unmet) arose = true;
    if (finding.kind != Finding::Kind::met) continue;
    verdict.outcome = outcome_for(one.means);
    if (!one.says.empty()) verdict.says = one.says;
    verdict.measured = std::move(finding.measured);
    verdict.evidence = std::move(finding.evidence);
    return;
  }
  verdict.outcome = arose ? Outcome::fail : Outcome::unresolved;
  verdict.measured = arose ? "none of the outcomes was met" : "none of the situations arose";
}

}  // namespace

std::vector<Verdict> judge(const scenario::Scenario& scenario,
                           const std::vector<const transcript::Event*>& list) {
  const Events events{scenario, list};
  std::vector<Verdict> verdicts;
  if (auto dialogue = judge_dialogue(scenario, list)) verdicts.push_back(*std::move(dialogue));
  for (const scenario::Expectation& expectation : scenario.expect) {
    Verdict verdict;
    verdict.id = expectation.id;
    verdict.level = expectation.level;
    verdict.says = expectation.says;
    if (!has_arisen(expectation, events, verdict)) {
      verdicts.push_back(std::move(verdict));
      continue;
    }
    if (expectation.pick.empty()) {
      Finding finding = examine(expectation.form, events);
      verdict.outcome = outcome_for(finding.kind, expectation.level);
      verdict.measured = std::move(finding.measured);
      verdict.evidence = std::move(finding.evidence);
    } else {
      pick(expectation, events, verdict);
    }
    verdicts.push_back(std::move(verdict));
  }
  for (Verdict& own : scripted_verdicts(list)) verdicts.push_back(std::move(own));
  for (Verdict& failed : call_verdicts(list)) verdicts.push_back(std::move(failed));
  return verdicts;
}

}  // namespace postiche::judge
