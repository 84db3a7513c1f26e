// SPDX-License-Identifier: MIT
// Rules whose turn never comes: because all mail is refused before, because a dialogue leaves them
// nothing, or because of their own times. What one list of rules shows is told when it is loaded.

#include <algorithm>
#include <set>

#include "harness/scenario/lint/lint.h"

namespace postiche::scenario {

namespace {

// --- who refuses ---

bool is_refusal(const Step& step) {
  if (step.if_.kind != Condition::Kind::always) return false;
  const auto* const reply = std::get_if<ReplyStep>(&step.what);
  const auto* const close = std::get_if<CloseStep>(&step.what);
  return (reply && code_of(*reply) >= 400 && reply->effect != ReplyStep::Effect::yes) ||
         (close && close->how != CloseStep::How::half) ||
         std::holds_alternative<SilenceStep>(step.what);
}

// Does or may do what a refusal is not.
bool may_accept(const Step& step) {
  const auto* const reply = std::get_if<ReplyStep>(&step.what);
  const bool takes = reply && (code_of(*reply) < 400 || reply->effect == ReplyStep::Effect::yes);
  return takes || std::holds_alternative<SendStep>(step.what) ||
         std::holds_alternative<HonestStep>(step.what) ||
         std::holds_alternative<DiscardStep>(step.what) ||
         std::holds_alternative<DialogueStep>(step.what);
}

bool any_may_accept(const Rule& rule) {
  return std::any_of(rule.steps.begin(), rule.steps.end(), may_accept);
}

bool takes_up(const Rule& rule, std::string_view word) {
  return std::any_of(rule.when.begin(), rule.when.end(), [&](const Trigger& trigger) {
    const bool any = trigger.event == Event::command || trigger.event == Event::first_command;
    return word_for(trigger) == word || (any && word != "message");
  });
}

// The rule that refuses this each time; null where it may be accepted.
const Rule* refuser(const Section& part, std::string_view word) {
  for (const Rule& rule : part.rules) {
    if (!takes_up(rule, word)) continue;
    if (rule.also && !any_may_accept(rule)) continue;
    const bool refuses = always_speaks(rule) && !any_may_accept(rule) &&
                         std::any_of(rule.steps.begin(), rule.steps.end(), is_refusal);
    return refuses ? &rule : nullptr;
  }
  return nullptr;
}

bool has_way_around(const Section& part) {
  return std::any_of(part.rules.begin(), part.rules.end(), [](const Rule& rule) {
    constexpr std::string_view later[] = {"RCPT", "DATA", "BDAT"};
    return any_may_accept(rule) &&
           std::any_of(std::begin(later), std::end(later),
                       [&](std::string_view word) { return takes_up(rule, word); });
  });
}

// Where no content is heard, the rule that sees to it.
const Rule* refuses_before_content(const Lint& lint, const Section& part) {
  if (part.dialogue || !part.dialogues.empty()) return nullptr;
  const Rule* const data = refuser(part, "DATA");
  if (data && (!is_offered(lint, "CHUNKING") || refuser(part, "BDAT"))) return data;
  if (has_way_around(part)) return nullptr;
  const Rule* const mail = refuser(part, "MAIL");
  return mail ? mail : refuser(part, "RCPT");
}

// --- dialogues that leave nothing ---

bool leaves(const Dialogue& dialogue) { return dialogue.else_ == Dialogue::Else::honest; }

bool is_last_word(const DialogueItem& item) {
  const auto* const loop = std::get_if<LoopItem>(&item.what);
  const auto* const step = std::get_if<Step>(&item.what);
  return (loop && loop->at_most == LoopItem::no_end) ||
         (step && is_refusal(*step) && std::holds_alternative<CloseStep>(step->what));
}

// From the greeting to the end of the connection.
bool drives_for_good(const Lint& lint, const Section& part) {
  if (!part.dialogue || part.dialogue->lines.empty() || leaves(*part.dialogue)) return false;
  if (!std::holds_alternative<SayItem>(part.dialogue->lines.front().what)) return false;
  for (const auto& [name, dialogue] : part.dialogues) {
    if (leaves(dialogue)) return false;
  }
  bool hands_over = false;
  each_item(lint, [&](const DialogueItem& item) {
    hands_over = hands_over || std::holds_alternative<HandOverItem>(item.what);
  });
  return !hands_over && is_last_word(part.dialogue->lines.back());
}

// --- rules ---

bool is_of_content(const Trigger& trigger) {
  return trigger.event == Event::data || trigger.event == Event::message;
}
bool is_of_commands(const Trigger& trigger) {
  constexpr Event some[] = {Event::command, Event::command_named, Event::first_command,
                            Event::unknown, Event::garbage};
  return is_of_content(trigger) || std::count(std::begin(some), std::end(some), trigger.event) > 0;
}

// Rules that phases share are reached where one of them lets them be.
class Reach {
 public:
  explicit Reach(const Lint& lint) : lint_(lint) {
    for (const Section* const part : lint.parts) see(*part);
  }

  void tell() const {
    for (const auto& [rule, hint] : missed_) {
      if (reached_.contains(rule->place.text())) continue;
      lint_.warn(rule->place, "rule '" + rule->name + "' is never reached", hint);
    }
  }

 private:
  void see(const Section& part) {
    const Rule* const refuser = refuses_before_content(lint_, part);
    const bool driven = drives_for_good(lint_, part);
    for (const Rule& rule : part.rules) {
      if (refuser && &rule != refuser && waits_only_for(rule, is_of_content)) {
        missed_.emplace_back(&rule, "'" + refuser->name + "' in line " +
                                        std::to_string(refuser->place.line) +
                                        " refuses all mail before; give it 'if' or 'times'");
      } else if (driven && waits_only_for(rule, is_of_commands)) {
        missed_.emplace_back(&rule,
                             "the dialogue goes on to the end of the connection; it can "
                             "hand over with 'honest', or say else: honest");
      } else {
        reached_.insert(rule.place.text());
      }
    }
  }

  const Lint& lint_;
  std::vector<std::pair<const Rule*, std::string>> missed_;
  std::set<std::string> reached_;
};

void check_budget(const Lint& lint, const Rule& rule) {
  const Budget& budget = rule.budget;
  const std::string what = "rule '" + rule.name + "' never speaks";
  if (budget.for_time && budget.for_time->ns == 0) {
    lint.warn(rule.place, what, "'for' is no time at all; such as for: 5m");
  } else if (budget.for_time && budget.from_time && *budget.for_time <= *budget.from_time) {
    lint.warn(rule.place, what,
              "its 'for' is over at " + to_text(*budget.for_time) + ", before 'from' begins at " +
                  to_text(*budget.from_time) + "; both run from the first time");
  } else if (budget.from_time && budget.from_time->is_forever()) {
    lint.warn(rule.place, what, "'from: forever' never begins");
  } else if (budget.chance && *budget.chance == 0) {
    lint.warn(rule.place, what, "its chance is 0");
  }
}

}  // namespace

const Rule* refuses_all_mail(const Lint& lint, const Section& part) {
  if (const Rule* const early = refuses_before_content(lint, part)) return early;
  const bool other_ways = part.dialogue || !part.dialogues.empty();
  return other_ways ? nullptr : refuser(part, "message");
}

void lint_reach(const Lint& lint) {
  Reach(lint).tell();
  for (const Rule* const rule : lint.rules) check_budget(lint, *rule);
  for (const Phase& phase : lint.scenario.phases) {
    if (!phase.until || phase.until->event != Event::message) continue;
    if (const Rule* const rule =
            refuses_all_mail(lint, section_of(phase.sections, Protocol::smtp))) {
      lint.warn(phase.place, "phase '" + phase.name + "' waits for a message, and accepts none",
                "'" + rule->name + "' in line " + std::to_string(rule->place.line) +
                    " refuses all mail; write until: close, or a verb");
    }
  }
}

}  // namespace postiche::scenario
