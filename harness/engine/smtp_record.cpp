// SPDX-License-Identifier: MIT
// What the SMTP side puts on record about commands and rules.

#include "harness/engine/smtp_flow.h"

namespace postiche::engine {

using transcript::Direction;
using transcript::Fields;
using transcript::Kind;

void SmtpFlow::record_command(const smtp::Command& command, const wire::Line& line, bool garbage,
                              std::string_view dialogue) {
  Fields fields;
  const bool known = command.verb != smtp::Verb::unknown;
  fields.add("verb", known ? smtp::name(command.verb) : command.verb_text);
  if (!known) fields.add("known", "no");
  if (!command.argument.empty()) fields.add("argument", command.argument);
  if (!command.domain.empty()) fields.add("domain", command.domain);
  const std::string address = command.path ? command.path->address() : std::string();
  if (command.path) {
    fields.add(command.verb == smtp::Verb::mail ? "reverse-path" : "recipient", address);
  }
  for (const smtp::Parameter& parameter : command.parameters) {
    const char* const end = parameter.value ? parameter.value->data() + parameter.value->size()
                                            : parameter.keyword.data() + parameter.keyword.size();
    fields.add("parameter", {parameter.keyword.data(),
                             static_cast<std::size_t>(end - parameter.keyword.data())});
  }
  if (garbage) fields.add("garbage", "yes");
  if (!dialogue.empty()) fields.add("dialogue", dialogue);
  for (const std::string_view deviation : command.deviations) fields.add("deviation", deviation);
  append(Kind::command, Direction::in, line.raw, fields);
}

void SmtpFlow::record_rule(const Spoken& spoken) {
  Fields fields;
  fields.add("rule", spoken.rule->name);
  fields.add("asked", spoken.asked);
  fields.add("fired", spoken.fired);
  append(Kind::rule, Direction::none, {}, fields);
}

void SmtpFlow::record_near_misses(Turn& turn, const Scene& asked) {
  if (!turn.occasion.wants_answer()) return;  // asked in the midst of content, or of nothing
  const auto misses = play_->rules.near_misses(turn.occasion, asked, world_.memory);
  if (misses.empty()) return;
  Fields fields{{"note", "near-miss"}};
  for (const NearMiss& miss : misses) fields.add("rule", miss.rule->name);
  for (const NearMiss& miss : misses) fields.add("why", miss.why);
  append(Kind::note, Direction::none, {}, fields);
  if (play_->scenario->hints) {
    turn.hint = "rule '" + misses.front().rule->name + "' passed this by: " + misses.front().why;
  }
}

}  // namespace postiche::engine
