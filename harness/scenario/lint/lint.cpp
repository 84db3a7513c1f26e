// SPDX-License-Identifier: MIT
#include "harness/scenario/lint/lint.h"

#include <algorithm>

#include "harness/base/ascii.h"
#include "harness/scenario/walk.h"

namespace postiche::scenario {

Lint::Lint(const Scenario& whole, Diagnostics& found)
    : scenario(whole), diagnostics(found), parts(all_sections(whole)), rules(all_rules(whole)) {
  has_dialogue = std::any_of(parts.begin(), parts.end(), [](const Section* part) {
    return part->dialogue || !part->dialogues.empty();
  });
}

void Lint::warn(const Place& place, std::string what, std::string hint) const {
  diagnostics.add(Diagnostic::warning, place, std::move(what), std::move(hint));
}

void lint(const Scenario& scenario, Diagnostics& diagnostics) {
  const Lint all(scenario, diagnostics);
  for (const auto ask :
       {lint_offer, lint_codes, lint_reach, lint_values, lint_names, lint_expect}) {
    ask(all);
  }
}

bool waits_only_for(const Rule& rule, const std::function<bool(const Trigger&)>& is) {
  return !rule.when.empty() && std::all_of(rule.when.begin(), rule.when.end(), is);
}

bool always_speaks(const Rule& rule) {
  const Budget& budget = rule.budget;
  return rule.if_.kind == Condition::Kind::always && rule.per.tally.empty() && !rule.also &&
         !budget.times && budget.after == 0 && budget.every == 1 && !budget.for_time &&
         !budget.from_time && !budget.over && !budget.chance;
}

int code_of(const ReplyStep& reply) {
  if (reply.lines.empty()) return 0;
  const std::string_view text = reply.lines.front().leading_text().substr(0, 3);
  return static_cast<int>(ascii::parse_number(text).value_or(0));
}

std::string word_for(const Trigger& trigger) {
  if (trigger.event == Event::command_named) return trigger.verb;
  for (const EventRow& row : events()) {
    if (row.event == trigger.event) return std::string(row.word);
  }
  return {};
}

void each_leaf(const Condition& condition, const VisitLeaf& visit, bool wanted) {
  if (condition.kind == Condition::Kind::matches) visit(condition, wanted);
  const bool inside = wanted && condition.kind != Condition::Kind::none;
  for (const Condition& part : condition.parts) each_leaf(part, visit, inside);
}

void each_item(const Lint& lint, const std::function<void(const DialogueItem&)>& visit) {
  for (const Section* const part : lint.parts) {
    if (part->dialogue) each_item(part->dialogue->lines, visit);
    for (const auto& [name, dialogue] : part->dialogues) each_item(dialogue.lines, visit);
  }
}

void each_step(const Lint& lint, const std::function<void(const Step&)>& visit) {
  for (const Rule* const rule : lint.rules) {
    for (const Step& step : rule->steps) visit(step);
  }
  each_item(lint, [&](const DialogueItem& item) {
    if (const auto* const step = std::get_if<Step>(&item.what)) visit(*step);
  });
}

namespace {

const Condition* condition_of(const CountForm& form) { return &form.if_; }
const Condition* condition_of(const OccurrenceForm& form) { return &form.if_; }
template <typename Other>
const Condition* condition_of(const Other&) {
  return nullptr;
}

}  // namespace

void each_condition(const Lint& lint, const std::function<void(const Condition&)>& visit) {
  for (const Rule* const rule : lint.rules) visit(rule->if_);
  each_step(lint, [&](const Step& step) { visit(step.if_); });
  each_item(lint, [&](const DialogueItem& item) { visit(item.if_); });
  for (const Route& route : lint.scenario.route) visit(route.if_);
  for (const NamedTally& tally : lint.scenario.memory) visit(tally.if_);
  each_form(lint, [&](const Expectation&, const Form& form) {
    const auto* const found = std::visit([](const auto& one) { return condition_of(one); }, form);
    if (found) visit(*found);
  });
}

void each_form(const Lint& lint,
               const std::function<void(const Expectation&, const Form&)>& visit) {
  for (const Expectation& one : lint.scenario.expect) {
    if (one.pick.empty()) visit(one, one.form);
    for (const PickedForm& picked : one.pick) visit(one, picked.form);
    if (one.arises) visit(one, *one.arises);
  }
}

namespace {

using VisitText = std::function<void(const Template&)>;

void texts_of(const ReplyStep& step, const VisitText& visit) {
  for (const Template& line : step.lines) visit(line);
}
void texts_of(const SendStep& step, const VisitText& visit) { visit(step.bytes); }
void texts_of(const HonestStep& step, const VisitText& visit) {
  if (step.before) visit(*step.before);
  if (step.after) visit(*step.after);
  for (const HonestStep::Change& change : step.change) visit(change.to);
}
void texts_of(const SetStep& step, const VisitText& visit) {
  for (const SetStep::Value& value : step.values) visit(value.value);
}
void texts_of(const MarkStep& step, const VisitText& visit) { visit(step.text); }
void texts_of(const VerdictStep& step, const VisitText& visit) { visit(step.says); }
void texts_of(const StoreStep& step, const VisitText& visit) {
  if (step.deliver) {
    visit(step.deliver->to);
    visit(step.deliver->from);
    visit(step.deliver->text);
  }
  const auto visit_owner = [&](const auto& part) {
    if (part) visit(part->of);
  };
  visit_owner(step.expunge);
  visit_owner(step.flags);
  visit_owner(step.renumber);
  visit_owner(step.next_uid);
  visit_owner(step.create);
  visit_owner(step.remove);
  visit_owner(step.rename);
  if (step.lock) visit(*step.lock);
  if (step.unlock) visit(*step.unlock);
}
void texts_of(const BounceStep& step, const VisitText& visit) { visit(step.text); }
template <typename Other>
void texts_of(const Other&, const VisitText&) {}

}  // namespace

void each_text(const Step& step, const VisitText& visit) {
  std::visit([&](const auto& what) { texts_of(what, visit); }, step.what);
}

}  // namespace postiche::scenario
