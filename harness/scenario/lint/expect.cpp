// SPDX-License-Identifier: MIT
// Expectations that hold whatever the client does, or never.

#include <algorithm>
#include <map>
#include <set>

#include "harness/scenario/lint/lint.h"

namespace postiche::scenario {

namespace {

constexpr std::string_view always = "this expectation always holds";
constexpr std::string_view never = "this expectation can never hold";

using Fault = std::optional<std::pair<std::string_view, std::string>>;  // and a hint

Fault fault_of(const CountForm& form) {
  if (form.at_least.value_or(0) > 0 || form.at_most) return std::nullopt;
  return std::pair(always, "none is enough for at-least: 0; write 1, or at-most");
}
Fault fault_of(const GapForm& form) {
  const bool no_least = !form.at_least || form.at_least->ns == 0;
  const bool no_most = !form.at_most || form.at_most->is_forever();
  if (!no_least || !no_most) return std::nullopt;
  return std::pair(always, "any time is long enough for it; write a longer one");
}
Fault fault_of(const WithinForm& form) {
  if (form.time.ns > 0) return std::nullopt;
  return std::pair(never, "nothing comes in no time; such as time: 5m");
}
Fault fault_of(const OrderForm& form) {
  std::set<std::string> seen;
  for (const Trigger& event : form.events) {
    if (seen.insert(word_for(event) + std::to_string(event.after_bytes)).second) continue;
    return std::pair(std::string_view("an event stands twice in this order"),
                     "only the first " + word_for(event) + " counts; leave the other out");
  }
  return std::nullopt;
}
Fault fault_of(const EndingForm& form) {
  const bool by_client = form.by == EndingForm::By::client;
  if (by_client && (form.how == "timeout" || form.how == "proxy")) {
    return std::pair(never, "this end is the server's; write by: server");
  }
  if (form.by == EndingForm::By::server && form.how == "quit") {
    return std::pair(never, "QUIT is the client's; write by: client");
  }
  if (form.by != EndingForm::By::any || form.how) return std::nullopt;
  return std::pair(always, "write by: client or server, or how it ended");
}
Fault fault_of(const ClientForm& form) {
  if (!form.status || form.status->matches(std::nullopt)) return std::nullopt;
  for (int status = 0; status < 256; ++status) {
    if (form.status->matches(std::to_string(status))) return std::nullopt;
  }
  return std::pair(never, "an exit status is 0 to 255, not " + form.status->describe());
}
template <typename Other>
Fault fault_of(const Other&) {
  return std::nullopt;
}

// --- one against another ---

// How often an event must come, by what all expectations of level `must` say.
struct Bounds {
  std::uint64_t least = 0;
  std::optional<std::uint64_t> most;
  const Expectation *wants = nullptr, *forbids = nullptr;

  void at_least(std::uint64_t count, const Expectation& by) {
    if (count > least) wants = &by;
    least = std::max(least, count);
  }
  void at_most(std::uint64_t count, const Expectation& by) {
    if (most && *most <= count) return;
    most = count;
    forbids = &by;
  }
};

bool is_empty(const Condition& condition) { return condition.kind == Condition::Kind::always; }

class AllBounds {
 public:
  void see(const Expectation& one) {
    if (const auto* const count = std::get_if<CountForm>(&one.form)) {
      Bounds& bounds = of(count->event);
      if (count->at_least) bounds.at_least(*count->at_least, one);
      if (count->at_most && is_empty(count->if_)) bounds.at_most(*count->at_most, one);
    } else if (const auto* const seen = std::get_if<OccurrenceForm>(&one.form)) {
      Bounds& bounds = of(seen->event);
      if (seen->wanted) bounds.at_least(1, one);
      if (!seen->wanted && is_empty(seen->if_)) bounds.at_most(0, one);
    } else if (std::holds_alternative<MessageForm>(one.form)) {
      Trigger message;
      message.event = Event::message;
      of(message).at_least(1, one);
    }
  }

  void tell(const Lint& lint) const {
    for (const auto& [event, bounds] : by_event_) {
      const bool clash = bounds.most && bounds.least > *bounds.most;
      if (!clash || bounds.wants == bounds.forbids) continue;
      lint.warn(
          bounds.wants->place, std::string(never),
          "'" + bounds.forbids->id + "' in line " + std::to_string(bounds.forbids->place.line) +
              " wants " + event + " " +
              (*bounds.most == 0 ? "never" : "at most " + std::to_string(*bounds.most) + " times"));
    }
  }
  const Bounds& messages() {
    Trigger message;
    message.event = Event::message;
    return of(message);
  }

 private:
  Bounds& of(const Trigger& event) {
    const std::string bytes = event.after_bytes > 0 ? " " + std::to_string(event.after_bytes) : "";
    return by_event_[word_for(event) + bytes];
  }

  std::map<std::string, Bounds> by_event_;
};

// --- against the server ---

const Rule* refuses_everywhere(const Lint& lint) {
  const Rule* first = nullptr;
  for (const Section* const part : lint.parts) {
    const Rule* const rule = refuses_all_mail(lint, *part);
    if (!rule) return nullptr;
    if (!first) first = rule;
  }
  return first;
}

void check_messages(const Lint& lint, const Bounds& messages) {
  if (messages.least == 0) return;
  const auto& finish = lint.scenario.finish;
  if (const Rule* const rule = refuses_everywhere(lint)) {
    lint.warn(messages.wants->place, std::string(never),
              "'" + rule->name + "' in line " + std::to_string(rule->place.line) +
                  " refuses all mail; give it 'if' or 'times'");
  } else if (finish.messages && *finish.messages < messages.least && lint.scenario.phases.empty()) {
    lint.warn(messages.wants->place, std::string(never),
              "the run is finished after " + std::to_string(*finish.messages) +
                  (*finish.messages == 1 ? " message" : " messages") + ", by what 'finish' says");
  }
}

}  // namespace

void lint_expect(const Lint& lint) {
  each_form(lint, [&](const Expectation& one, const Form& form) {
    const Fault fault = std::visit([](const auto& some) { return fault_of(some); }, form);
    if (fault) lint.warn(one.place, std::string(fault->first), fault->second);
  });
  AllBounds bounds;
  for (const Expectation& one : lint.scenario.expect) {
    if (one.level == Level::must && one.pick.empty() && !one.arises) bounds.see(one);
  }
  bounds.tell(lint);
  check_messages(lint, bounds.messages());
}

}  // namespace postiche::scenario
