// SPDX-License-Identifier: MIT
// Conditions on values that an attribute never has, or does not have when the rule is asked.

#include <algorithm>

#include "harness/scenario/lint/lint.h"
#include "harness/scenario/vocabulary.h"

namespace postiche::scenario {

namespace {

using Values = std::vector<std::string>;

Values reply_codes() {
  Values out{"0"};
  for (int code = 200; code < 600; ++code) out.push_back(std::to_string(code));
  out.insert(out.end(), {"+OK", "-ERR", "+", "OK", "NO", "BAD", "BYE", "PREAUTH"});
  return out;
}
Values small_numbers() {
  Values out;
  for (int number = 1; number <= 1000; ++number) out.push_back(std::to_string(number));
  return out;
}

// All that an attribute can be.
struct Range {
  Attribute attribute;
  std::string says;  // for the hint
  Values values;
  std::string counter_value;  // if there is one: it is wrong only where this one is asked for
};
const std::vector<Range>& ranges() {
  static const std::vector<Range> all = {
      {Attribute::protocol_state,
       "one of fresh, greeted, mail, rcpt, bdat, data, auth, tls, turned; in POP3 of "
       "authorization, named, auth, tls, transaction, update, closed; in IMAP of "
       "not-authenticated, auth, tls, authenticated, selected, idle, logout",
       {"fresh", "greeted", "mail", "rcpt", "bdat", "data", "auth", "tls", "turned",
        "authorization", "named", "transaction", "update", "closed", "not-authenticated",
        "authenticated", "selected", "idle", "logout"},
       ""},
      {Attribute::greeted_with, "EHLO, HELO, or {present: no}", {"EHLO", "HELO"}, ""},
      {Attribute::tls, "yes or no", {"yes", "no"}, ""},
      {Attribute::last_reply,
       "200 to 599, and 0 before the greeting; in POP3 +OK, -ERR or +; in IMAP OK, NO, BAD, +, BYE "
       "or PREAUTH",
       reply_codes(), ""},
      {Attribute::literal_kind,
       "synchronizing or non-synchronizing",
       {"synchronizing", "non-synchronizing"},
       ""},
      {Attribute::connection, "connections are counted from 1", small_numbers(), "0"},
  };
  return all;
}

void check_range(const Lint& lint, const Condition& leaf) {
  for (const Range& range : ranges()) {
    if (range.attribute != leaf.attribute || leaf.pattern->matches(std::nullopt)) continue;
    const auto holds = [&](const std::string& value) { return leaf.pattern->matches(value); };
    if (std::any_of(range.values.begin(), range.values.end(), holds)) continue;
    if (!range.counter_value.empty() && !holds(range.counter_value)) continue;
    lint.warn(leaf.place,
              std::string(word_for(leaf.attribute)) + " is never " + leaf.pattern->describe(),
              range.says);
  }
}

// --- at the event ---

bool is_verb(const Trigger& trigger) { return trigger.event == Event::command_named; }

bool is_no_literal(const Trigger& trigger) { return trigger.event != Event::literal; }
bool is_connect(const Trigger& trigger) { return trigger.event == Event::connect; }
// In POP3 a command names the message, so that its size and header are known.
bool names_message(const Trigger& trigger) {
  constexpr std::string_view some[] = {"LIST", "UIDL", "RETR", "TOP", "DELE"};
  return std::count(std::begin(some), std::end(some), trigger.verb) > 0;
}
bool has_no_size(const Trigger& trigger) {
  return is_verb(trigger) && trigger.verb != "MAIL" && trigger.verb != "BDAT" &&
         !names_message(trigger);
}
bool has_no_parameters(const Trigger& trigger) {
  return is_verb(trigger) && trigger.verb != "MAIL" && trigger.verb != "RCPT";
}
bool has_no_header(const Trigger& trigger) {
  const bool has = trigger.verb == "BDAT" || names_message(trigger);
  return (is_verb(trigger) && !has) || is_connect(trigger);
}

bool is_said_by_client(Attribute attribute) {
  constexpr Attribute some[] = {
      Attribute::helo,       Attribute::greeted_with, Attribute::verb,      Attribute::argument,
      Attribute::line,       Attribute::reverse_path, Attribute::recipient, Attribute::parameters,
      Attribute::size,       Attribute::last_verb,    Attribute::tag,       Attribute::mailbox,
      Attribute::message_set};
  return std::count(std::begin(some), std::end(some), attribute) > 0;
}

std::string name_of(const Condition& leaf) {
  const std::string dot = leaf.key.empty() ? "" : "." + leaf.key;
  return std::string(word_for(leaf.attribute)) + dot;
}

// What such a rule is asked for too early; empty where it may be there.
std::string why_absent(const Rule& rule, const Condition& leaf) {
  const auto is = [&](Attribute attribute) { return leaf.attribute == attribute; };
  if (is_said_by_client(leaf.attribute) && waits_only_for(rule, is_connect)) {
    return "the client has said nothing yet";
  }
  if ((is(Attribute::literal_size) || is(Attribute::literal_kind)) &&
      waits_only_for(rule, is_no_literal)) {
    return "it comes with 'literal'";
  }
  if (is(Attribute::size) && waits_only_for(rule, has_no_size)) {
    return "it comes with MAIL and 'message'; in POP3 with RETR and its like";
  }
  if (is(Attribute::header) && waits_only_for(rule, has_no_header))
    return "it comes with 'message'; in POP3 with RETR and its like";
  return {};
}

void check_verb(const Lint& lint, const Rule& rule, const Condition& leaf) {
  const auto other = [&](const Trigger& trigger) {
    return is_verb(trigger) && !leaf.pattern->matches(trigger.verb) &&
           !leaf.pattern->matches(std::string(by_uid) + trigger.verb);
  };
  if (!waits_only_for(rule, other)) return;
  std::string verbs;
  for (const Trigger& trigger : rule.when) verbs += (verbs.empty() ? "" : ", ") + trigger.verb;
  lint.warn(leaf.place, "the verb is never " + leaf.pattern->describe() + " here",
            "the rule waits for " + verbs);
}

void check_leaf(const Lint& lint, const Rule& rule, const Condition& leaf) {
  if (leaf.attribute == Attribute::verb) check_verb(lint, rule, leaf);
  if (leaf.attribute == Attribute::parameters && waits_only_for(rule, has_no_parameters) &&
      !leaf.pattern->matches("")) {
    lint.warn(leaf.place, "this rule is asked where there are no parameters",
              "they come with MAIL and RCPT");
    return;
  }
  const std::string why = why_absent(rule, leaf);
  if (why.empty() || leaf.pattern->matches(std::nullopt)) return;
  lint.warn(leaf.place, "there is no " + name_of(leaf) + " when this rule is asked", why);
}

}  // namespace

void lint_values(const Lint& lint) {
  each_condition(lint, [&](const Condition& condition) {
    each_leaf(condition, [&](const Condition& leaf, bool) {
      if (!leaf.pattern->is_bound()) check_range(lint, leaf);
    });
  });
  for (const Rule* const rule : lint.rules) {
    each_leaf(rule->if_, [&](const Condition& leaf, bool wanted) {
      if (wanted && !leaf.pattern->is_bound()) check_leaf(lint, *rule, leaf);
    });
  }
}

}  // namespace postiche::scenario
