// SPDX-License-Identifier: MIT
// `rules`: when, if, how often, and what to do.

#include <algorithm>
#include <charconv>
#include <map>

#include "harness/base/ascii.h"
#include "harness/scenario/lint/lint.h"
#include "harness/scenario/load/sections.h"

namespace postiche::scenario {

namespace {

struct RuleDraft {
  Rule rule;
  std::vector<Node::Entry> direct;  // steps that stand in the rule itself
  const Node* do_key = nullptr;
  bool has_unknown_key = false;  // which may have been meant to be a step
};

void load_name(Reader& reader, const Node& node, RuleDraft& out) {
  if (auto name = reader.text(node)) out.rule.name = std::move(*name);
  out.rule.named = true;
}
void load_when(Reader& reader, const Node& node, RuleDraft& out) {
  out.rule.when = load_triggers(reader, node);
}
void load_if(Reader& reader, const Node& node, RuleDraft& out) {
  out.rule.if_ = load_condition(reader, node);
}
void load_per(Reader& reader, const Node& node, RuleDraft& out) {
  if (auto key = load_key(reader, node)) out.rule.per = std::move(*key);
}
void load_for(Reader& reader, const Node& node, RuleDraft& out) {
  out.rule.budget.for_time = reader.duration(node);
}
void load_from(Reader& reader, const Node& node, RuleDraft& out) {
  out.rule.budget.from_time = reader.duration(node);
}
void load_times(Reader& reader, const Node& node, RuleDraft& out) {
  out.rule.budget.times = reader.number(node, 1);
}
void load_after(Reader& reader, const Node& node, RuleDraft& out) {
  if (const auto count = reader.number(node)) out.rule.budget.after = *count;
}
void load_every(Reader& reader, const Node& node, RuleDraft& out) {
  if (const auto count = reader.number(node, 1)) out.rule.budget.every = *count;
}
void load_forget(Reader& reader, const Node& node, RuleDraft& out) {
  out.rule.budget.forget = reader.duration(node);
}
// "10%", or "0.1".
void load_chance(Reader& reader, const Node& node, RuleDraft& out) {
  const auto text = reader.text(node);
  if (!text) return;
  const bool percent = text->ends_with('%');
  const std::size_t size = text->size() - (percent ? 1 : 0);
  double share = 0;
  const auto [stop, fault] =
      std::from_chars(text->data(), text->data() + size, share, std::chars_format::fixed);
  if (percent) share /= 100;
  if (fault != std::errc() || stop != text->data() + size || !(share >= 0 && share <= 1)) {
    reader.error(node, "expected a share of all times, found '" + *text + "'", "such as 10%");
    return;
  }
  out.rule.budget.chance = share;
}
// "100 per 1h"
void load_over(Reader& reader, const Node& node, RuleDraft& out) {
  constexpr std::uint64_t most = 100'000;  // as many moments are remembered for each key
  const auto text = reader.text(node);
  if (!text) return;
  const std::size_t per = text->find(" per ");
  const std::string_view all = *text;
  const auto count = per == std::string::npos
                         ? std::nullopt
                         : ascii::parse_number(ascii::trim(all.substr(0, per)));
  const auto window = per == std::string::npos ? std::nullopt : parse_duration(all.substr(per + 5));
  if (!count || *count > most || !window || window->ns <= 0 || window->is_forever()) {
    reader.error(node, "expected a rate, found '" + *text + "'",
                 "such as 100 per 1h; up to 100000 in a time");
    return;
  }
  out.rule.budget.over = Rate{*count, *window};
}
void load_also(Reader& reader, const Node& node, RuleDraft& out) {
  out.rule.also = reader.yes_or_no(node).value_or(false);
}
void load_do(Reader& reader, const Node& node, RuleDraft& out) {
  out.do_key = &node;
  load_steps(reader, node, out.rule.steps);
}

constexpr KeyRow<RuleDraft> rule_rows[] = {
    {{"name", "a text", "What transcripts and verdicts call it."}, load_name},
    {{"when", "events", "One event or verb, or a list of them.", Need::required}, load_when},
    {{"if", "conditions", "A map from attributes to patterns; all must hold."}, load_if},
    {{"per", "attributes", "Counts and times are kept for each such key; else for all together."},
     load_per},
    {{"for", "a time", "Holds so long after its key was first seen."}, load_for},
    {{"from", "a time", "Begins so long after its key was first seen."}, load_from},
    {{"times", "a number", "Only the first so many times."}, load_times},
    {{"after", "a number", "Not the first so many times."}, load_after},
    {{"every", "a number", "Then each so-manieth time."}, load_every},
    {{"over", "a rate", "Only what is more than this, such as `100 per 1h`, within any such time."},
     load_over},
    {{"chance", "a share", "Only so often by chance, such as `10%`; `--seed` decides."},
     load_chance},
    {{"forget", "a time", "A key that was not seen for longer is new again."}, load_forget},
    {{"also", "yes or no", "Speaks, and lets the rules below speak too."}, load_also},
    {{"do", "steps", "What to do, in order; one step may stand in the rule itself."}, load_do},
};

void check_names(Reader& reader, const Rule& rule) {
  std::vector<std::string> captures;
  add_captures(rule.if_, captures);
  for (const Step& step : rule.steps) add_captures(step.if_, captures);
  reader.check_names(captures);
}

// Of steps that need somebody to hear them.
bool speaks(const Step& step) {
  return std::holds_alternative<ReplyStep>(step.what) ||
         std::holds_alternative<SendStep>(step.what) ||
         std::holds_alternative<WaitStep>(step.what) ||
         std::holds_alternative<PaceStep>(step.what) ||
         std::holds_alternative<CloseStep>(step.what) ||
         std::holds_alternative<SilenceStep>(step.what) ||
         std::holds_alternative<DiscardStep>(step.what) ||
         std::holds_alternative<HonestStep>(step.what) ||
         std::holds_alternative<CallStep>(step.what) || std::holds_alternative<ReadStep>(step.what);
}

void check_close(Reader& reader, const Rule& rule) {
  const auto is_close = [](const Trigger& trigger) { return trigger.event == Event::close; };
  if (std::none_of(rule.when.begin(), rule.when.end(), is_close)) return;
  for (const Step& step : rule.steps) {
    if (!speaks(step)) continue;
    reader.error(step.place, "at 'close' nobody is left to hear this",
                 "steps that remember, judge or change the store are heard");
  }
}

void load_entry(Reader& reader, const Node::Entry& entry, RuleDraft& out) {
  const std::span<const KeyRow<RuleDraft>> keys = rule_rows;
  if (const auto* row = find_row(keys, entry.key->text)) {
    row->load(reader, *entry.value, out);
  } else if (find_row(step_rows(), entry.key->text)) {
    out.direct.push_back(entry);
  } else {
    Words words = keys_of(keys);
    for (std::string_view step : keys_of(step_rows())) words.push_back(step);
    unknown_key(reader, entry, "a rule", words);
    out.has_unknown_key = true;
  }
}

bool says_nothing(const RuleDraft& draft) {
  if (!draft.do_key) return !draft.has_unknown_key;
  return draft.do_key->kind == Node::Kind::list && draft.do_key->items.empty();
}

Rule load_rule(Reader& reader, const Node& node, std::size_t number) {
  RuleDraft draft;
  draft.rule.name = "rule " + std::to_string(number);
  draft.rule.place = reader.place(node);
  if (!expect_map(reader, node, "a rule")) return std::move(draft.rule);
  for (const Node::Entry& entry : node.entries) load_entry(reader, entry, draft);
  load_direct_steps(reader, draft.direct, draft.rule.steps);
  if (!node.find("when")) missing_key(reader, node, "a rule", "when");
  if (draft.do_key && !draft.direct.empty()) {
    reader.error(*draft.direct.front().key, "steps stand in the rule and in 'do:' as well",
                 "put all of them into 'do:'");
  } else if (draft.direct.empty() && says_nothing(draft)) {
    reader.error(node, "this rule says nothing to do", "such as reply: 451 4.3.0 Try again");
  }
  if (const Node* const forget = node.find("forget"); forget && !draft.rule.per.tally.empty()) {
    reader.error(*forget, "'" + draft.rule.per.tally + "' says itself when it forgets",
                 "put 'forget' into 'memory'");
  }
  check_close(reader, draft.rule);
  check_calls(reader, draft.rule);
  check_names(reader, draft.rule);
  return std::move(draft.rule);
}

// The events that rules further down can't see any more, and which rule took them.
class Taken {
 public:
  void add(const Rule& rule) {
    for (const Trigger& trigger : rule.when) {
      if (trigger.after_bytes == 0) by_.emplace(word(trigger), &rule);
    }
  }

  // The rule that leaves nothing of this trigger, if there is one.
  const Rule* find(const Trigger& trigger) const {
    if (const auto same = by_.find(word(trigger)); same != by_.end()) return same->second;
    const bool is_command = trigger.event == Event::command_named ||
                            trigger.event == Event::first_command ||
                            trigger.event == Event::unknown;
    Trigger command;
    command.event = Event::command;
    const auto any = by_.find(word(command));
    return is_command && any != by_.end() ? any->second : nullptr;
  }

 private:
  using Word = std::pair<Event, std::string>;
  static Word word(const Trigger& trigger) {
    return {trigger.event, trigger.verb + to_text(trigger.time)};
  }

  std::map<Word, const Rule*> by_;
};

void warn_unreachable(Reader& reader, const Node& node, const std::vector<Rule>& rules) {
  Taken taken;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const Rule& rule = rules[i];
    const Rule* by = nullptr;
    const bool all = !rule.when.empty() &&
                     std::all_of(rule.when.begin(), rule.when.end(), [&](const Trigger& trigger) {
                       return (by = taken.find(trigger)) != nullptr;
                     });
    if (all) {
      reader.warning(*node.items[i], "rule '" + rule.name + "' is never reached",
                     "'" + by->name + "' in line " + std::to_string(by->place.line) +
                         " always speaks first; put it below, or give it 'if' or 'also: yes'");
    }
    if (always_speaks(rule)) taken.add(rule);
  }
}

void warn_same_name(Reader& reader, const Node& node, const std::vector<Rule>& rules) {
  std::map<std::string_view, const Rule*> seen;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const auto [first, is_new] = seen.emplace(rules[i].name, &rules[i]);
    if (is_new) continue;
    reader.warning(*node.items[i], "another rule is named '" + rules[i].name + "' too",
                   "the other is in line " + std::to_string(first->second->place.line));
  }
}

}  // namespace

void load_rules(Reader& reader, const Node& node, std::vector<Rule>& out) {
  if (node.kind != Node::Kind::list) {
    reader.error(node, "'rules' must be a list, not " + node.describe(),
                 "begin each rule with '- '");
    return;
  }
  out.reserve(node.items.size());
  for (const Node* item : node.items) out.push_back(load_rule(reader, *item, out.size() + 1));
  warn_unreachable(reader, node, out);
  warn_same_name(reader, node, out);
}

std::vector<SectionDoc> document_rules() { return {document("rules", rule_rows)}; }

}  // namespace postiche::scenario
