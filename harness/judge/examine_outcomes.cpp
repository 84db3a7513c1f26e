// SPDX-License-Identifier: MIT
// Expectations about what came out: accepted messages, endings, what the client told its user.

#include <algorithm>

#include "harness/base/digest.h"
#include "harness/base/show.h"
#include "harness/judge/examine.h"
#include "harness/judge/facts.h"
#include "harness/mail/header.h"

namespace postiche::judge {

using transcript::Kind;

namespace {

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

}  // namespace

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
  const scenario::Trigger close{scenario::Event::close, {}, 0};
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
  return {Finding::Kind::met, "every connection ended so: " + std::to_string(seen.size()), seen};
}

// --- the client's own word ---

namespace {

// What of the form this end does not meet; empty where it meets all.
std::string difference(const scenario::ClientForm& form, const Event& end) {
  const auto status = end.field("status");
  if (form.status && !form.status->matches(status)) {
    if (!status) return "it " + std::string(end.field("how").value_or(""));
    return "its exit status was " + std::string(*status) + "; expected: " + form.status->describe();
  }
  const std::string output(end.field("output").value_or(""));
  if (form.output && !form.output->matches(output)) {
    const std::size_t last = output.find_last_not_of("\r\n");
    const std::size_t cut = output.find_last_of('\n', last);
    const std::string line = last == std::string::npos ? "" : output.substr(cut + 1, last - cut);
    return "it said nothing like " + form.output->describe() +
           (line.empty() ? "" : "; its last words: '" + escape(line) + "'");
  }
  return {};
}

}  // namespace

Finding examine(const scenario::ClientForm& form, const Events& events) {
  std::vector<std::uint64_t> seen;
  for (const Event* const event : events) {
    if (event->kind != Kind::note || event->field("note") != "client-ended") continue;
    seen.push_back(event->sequence);
    const std::string wrong = difference(form, *event);
    if (!wrong.empty()) return {Finding::Kind::unmet, wrong, {event->sequence}};
  }
  if (seen.empty()) {
    return {Finding::Kind::never_arose,
            "nobody knows how the client ended: 'run' did not start it",
            {}};
  }
  return {Finding::Kind::met, "the client ended so", std::move(seen)};
}

}  // namespace postiche::judge
