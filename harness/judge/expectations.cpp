// SPDX-License-Identifier: MIT
#include "harness/judge/expectations.h"

#include <algorithm>
#include <variant>

#include "harness/base/digest.h"
#include "harness/judge/facts.h"
#include "harness/judge/scripted.h"
#include "harness/judge/words.h"
#include "harness/mail/header.h"

namespace postiche::judge {

using scenario::Level;
using transcript::Kind;
// What is judged: the events of a run, and the scenario that was played.
struct Events {
  const scenario::Scenario& scenario;
  const std::vector<const Event*>& list;

  auto begin() const { return list.begin(); }
  auto end() const { return list.end(); }
};

namespace {

// What a form found out, before its level says how bad that is.
struct Finding {
  enum class Kind { met, unmet, never_arose };
  Kind kind;
  std::string measured;
  std::vector<std::uint64_t> evidence;
};

Finding::Kind met_if(bool condition) {
  return condition ? Finding::Kind::met : Finding::Kind::unmet;
}

std::string wanted_count(const scenario::CountForm& form) {
  if (form.at_least && form.at_most && *form.at_least == *form.at_most) {
    return "exactly " + std::to_string(*form.at_least);
  }
  std::string text;
  if (form.at_least) text = "at least " + std::to_string(*form.at_least);
  if (form.at_least && form.at_most) text += " and ";
  if (form.at_most) text += "at most " + std::to_string(*form.at_most);
  return text;
}

std::vector<std::uint64_t> find(const Events& events, const scenario::Trigger& trigger,
                                const scenario::Condition& condition) {
  Facts facts(events.scenario);
  std::vector<std::uint64_t> found;
  for (const Event* const event : events) {
    facts.see(*event);
    if (facts.is(trigger) && facts.holds(condition)) found.push_back(event->sequence);
  }
  return found;
}

Finding examine(const scenario::CountForm& form, const Events& events) {
  auto found = find(events, form.event, form.if_);
  const std::uint64_t count = found.size();
  const bool met =
      (!form.at_least || count >= *form.at_least) && (!form.at_most || count <= *form.at_most);
  return {met_if(met),
          name_of(form.event) + " " + came(count) + "; expected: " + wanted_count(form),
          std::move(found)};
}

Finding examine(const scenario::NeverForm& form, const Events& events) {
  auto found = find(events, form.event, form.if_);
  return {met_if(found.empty()),
          name_of(form.event) + " " + came(found.size()) + "; expected: never", std::move(found)};
}

// --- gaps ---

struct Moment {
  std::string key;  // gaps are measured between moments of one key
  VirtualTime at;
  std::uint64_t sequence;
  bool succeeded = false;
};

// An attempt is one mail transaction; the attempts of one message share reverse-path and recipient.
// After a success the next one is another message, not a retry.
std::vector<Moment> attempts(const Events& events) {
  std::vector<Moment> list;
  std::map<std::uint32_t, std::size_t> current;  // by connection
  for (const Event* const event : events) {
    const auto verb = event->kind == Kind::command ? event->field("verb") : std::nullopt;
    if (verb == "MAIL") {
      current[event->connection] = list.size();
      list.push_back({std::string(event->field("reverse-path").value_or("")), event->virtual_at,
                      event->sequence});
      continue;
    }
    const auto at_hand = current.find(event->connection);
    if (at_hand == current.end()) continue;
    Moment& attempt = list[at_hand->second];
    if (verb == "RCPT" && attempt.key.find('\n') == std::string::npos) {
      attempt.key += "\n" + std::string(event->field("recipient").value_or(""));
    }
    if (event->kind == Kind::message && event->field("accepted") == "yes") attempt.succeeded = true;
  }
  return list;
}

std::vector<Moment> moments(const scenario::GapForm& form, const Events& events) {
  using Between = scenario::GapForm::Between;
  if (form.between == Between::attempts) return attempts(events);
  std::vector<Moment> list;
  Facts facts(events.scenario);
  for (const Event* const event : events) {
    facts.see(*event);
    const bool wanted =
        form.between == Between::connections ? event->kind == Kind::open : facts.is(form.event);
    if (wanted) list.push_back({{}, event->virtual_at, event->sequence});
  }
  return list;
}

// The gap that is furthest from what was asked.
struct WorstGap {
  Duration gap;
  std::vector<std::uint64_t> evidence;
};

Finding examine(const scenario::GapForm& form, const Events& events) {
  std::map<std::string, Moment> latest;
  std::optional<WorstGap> shortest, longest;
  for (const Moment& moment : moments(form, events)) {
    const auto before = latest.find(moment.key);
    if (before != latest.end() && !before->second.succeeded) {
      const WorstGap gap{moment.at - before->second.at, {before->second.sequence, moment.sequence}};
      if (!shortest || gap.gap < shortest->gap) shortest = gap;
      if (!longest || gap.gap > longest->gap) longest = gap;
    }
    latest.insert_or_assign(moment.key, moment);
  }
  if (!shortest) return {Finding::Kind::never_arose, "there were no two to measure between", {}};
  const auto whole_ms = [](Duration d) { return to_text(Duration{d.ns / 1'000'000 * 1'000'000}); };
  if (form.at_least && shortest->gap < *form.at_least) {
    return {Finding::Kind::unmet,
            "the shortest gap was " + whole_ms(shortest->gap) + "; expected: at least " +
                to_text(*form.at_least),
            shortest->evidence};
  }
  if (form.at_most && longest->gap > *form.at_most) {
    return {Finding::Kind::unmet,
            "the longest gap was " + whole_ms(longest->gap) + "; expected: at most " +
                to_text(*form.at_most),
            longest->evidence};
  }
  return {Finding::Kind::met, "the shortest gap was " + whole_ms(shortest->gap),
          shortest->evidence};
}

// --- messages ---

// What of the form this message does not meet; empty where it meets all.
std::string difference(const scenario::MessageForm& form, const Facts& facts, const Event& event) {
  const std::string content = facts.content();
  if (form.reverse_path && !form.reverse_path->matches(event.field("reverse-path"))) {
    return "the reverse-path was <" + std::string(event.field("reverse-path").value_or("")) + ">";
  }
  const auto is_wanted = [&](const transcript::Field& field) {
    return field.name == "recipient" && form.recipient->matches(field.value);
  };
  if (form.recipient && std::none_of(event.fields.begin(), event.fields.end(), is_wanted)) {
    return "no recipient matched " + form.recipient->describe();
  }
  for (const auto& [name, pattern] : form.headers) {
    const auto value = mail::field(content, name);
    if (!pattern.matches(value ? std::optional<std::string_view>(*value) : std::nullopt)) {
      return value ? "its " + name + " was '" + *value + "'" : "it had no " + name;
    }
  }
  if (form.bytes && !form.bytes->matches(content)) return "its content did not match";
  if (form.sha256 && digest::sha256_hex(content) != *form.sha256) {
    return "its SHA-256 was " + digest::sha256_hex(content);
  }
  return {};
}

Finding examine(const scenario::MessageForm& form, const Events& events) {
  Facts facts(events.scenario);
  std::string nearest;
  std::uint64_t where = 0;
  for (const Event* const event : events) {
    facts.see(*event);
    if (event->kind != Kind::message || event->field("accepted") != "yes") continue;
    const std::string wrong = difference(form, facts, *event);
    if (wrong.empty())
      return {Finding::Kind::met, "a message as expected was accepted", {event->sequence}};
    nearest = wrong;
    where = event->sequence;
  }
  if (where == 0) return {Finding::Kind::unmet, "no message was accepted", {}};
  return {Finding::Kind::unmet,
          "no accepted message was as expected; of the last one: " + nearest,
          {where}};
}

// --- endings ---

Finding examine(const scenario::EndingForm& form, const Events& events) {
  using By = scenario::EndingForm::By;
  Facts facts(events.scenario);
  const scenario::Trigger close{scenario::Event::close, {}, 0, {}};
  std::vector<std::uint64_t> seen;
  for (const Event* const event : events) {
    facts.see(*event);
    if (!facts.is(close)) continue;
    seen.push_back(event->sequence);
    const std::string how(event->field("how").value_or(""));
    // QUIT is the client's wish, although our side then closes.
    const bool by_client = event->field("by") == "client" || how == "quit";
    const bool right_side = form.by == By::any || (form.by == By::client) == by_client;
    if (right_side && (!form.how || *form.how == how)) continue;
    return {Finding::Kind::unmet,
            "connection " + std::to_string(event->connection) + " was ended by the " +
                (by_client ? "client" : "server") + " (" + how + ")",
            {event->sequence}};
  }
  if (seen.empty()) return {Finding::Kind::never_arose, "no connection has ended", {}};
  return {Finding::Kind::met, "all " + std::to_string(seen.size()) + " connections ended so", seen};
}

Outcome outcome_for(Finding::Kind kind, Level level) {
  if (level == Level::info) return Outcome::info;
  if (kind == Finding::Kind::met) return Outcome::pass;
  if (kind == Finding::Kind::never_arose) return Outcome::unresolved;
  if (level == Level::must) return Outcome::fail;
  return level == Level::should ? Outcome::warn : Outcome::info;
}

}  // namespace

std::vector<Verdict> judge(const scenario::Scenario& scenario,
                           const std::vector<const Event*>& events) {
  std::vector<Verdict> verdicts;
  for (const scenario::Expectation& expectation : scenario.expect) {
    Finding finding = std::visit(
        [&](const auto& form) {
          return examine(form, Events{scenario, events});
        },
        expectation.form);
    verdicts.push_back({expectation.id, outcome_for(finding.kind, expectation.level),
                        expectation.level, expectation.says, std::move(finding.measured),
                        std::move(finding.evidence)});
  }
  for (Verdict& own : scripted_verdicts(events)) verdicts.push_back(std::move(own));
  return verdicts;
}

}  // namespace postiche::judge
