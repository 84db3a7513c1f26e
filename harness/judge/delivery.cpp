// SPDX-License-Identifier: MIT
#include "harness/judge/delivery.h"

#include <algorithm>
#include <array>
#include <map>

#include "harness/base/ascii.h"
#include "harness/mail/header.h"

namespace postiche::judge {
namespace {

constexpr std::array<std::string_view, 7> names{
    "delivered once",
    "refused, and the client said so",
    "lost: the client said that all is well",
    "duplicated",
    "delivered, although the client said that it failed",
    "altered on its way",
    "unknowable: the reply was lost or misleading"};

// All attempts of one run of the client to send what seems to be one message to one recipient.
struct Attempts {
  std::string shown;
  unsigned accepted = 0;    // and the client was told so
  unsigned unanswered = 0;  // accepted, and the client never heard
  bool misled = false;      // not accepted, and the client was told that it was
  bool some_recipient_refused = false;
  std::string content;
  std::vector<std::uint64_t> evidence;
};

struct ClientSaid {
  bool known = false, success = false;
};

// What it said at its end: once for each phase of a scenario, for which it is started anew.
std::vector<const Event*> ends_in(const std::vector<const Event*>& events) {
  std::vector<const Event*> ends;
  for (const Event* const event : events) {
    if (event->field("note") == "client-ended") ends.push_back(event);
  }
  return ends;
}

std::size_t run_of(const SmtpConversation& conversation, const std::vector<const Event*>& ends) {
  return static_cast<std::size_t>(std::count_if(ends.begin(), ends.end(), [&](const Event* end) {
    return end->sequence < conversation.opened_at;
  }));
}

ClientSaid client_said(const std::vector<const Event*>& ends, std::size_t run) {
  if (run >= ends.size()) return {};
  return {true, ends[run]->field("status") == "0"};
}

// A client may add trace and date anew for each attempt: the Message-ID names the message, else
// its body does.
std::string key_of(const SmtpTransaction& one) {
  if (const auto id = mail::field(one.content, "Message-ID")) return *id;
  const std::size_t body = one.content.find("\r\n\r\n");
  return body == std::string::npos ? one.content : one.content.substr(body);
}

std::string shown(const SmtpTransaction& one) {
  if (const auto id = mail::field(one.content, "Message-ID"); id && !id->empty()) return *id;
  const auto subject = mail::field(one.content, "Subject");
  return subject && !subject->empty() ? "'" + subject->substr(0, 40) + "'" : "a message";
}

bool any_refused(const SmtpTransaction& one) {
  return std::any_of(one.recipients.begin(), one.recipients.end(),
                     [](const SmtpAct* act) { return act->is_refused(); });
}

// Whether the client could know that it was accepted: a reply behind it, on a connection that
// lived on.
bool was_told(const SmtpConversation& conversation, const SmtpTransaction& one) {
  for (const SmtpAct& act : conversation.acts) {
    const bool ends_it = act.reply && act.reply->sequence > one.end->sequence &&
                         act.event->sequence <= one.end->sequence;
    if (ends_it) return true;
  }
  return false;
}

std::string address_of(const SmtpAct& recipient) {
  const auto& path = recipient.command.path;
  return path ? ascii::to_lower(path->address()) : "";
}

// Where a rule answered with octets of its own, the message says whether the recipient was taken.
bool is_accepted_for(const SmtpTransaction& one, const SmtpAct& recipient) {
  if (!one.is_accepted()) return false;
  if (recipient.reply) return recipient.is_accepted();
  const auto& fields = one.end->fields;
  return std::any_of(fields.begin(), fields.end(), [&](const auto& field) {
    return field.name == "recipient" && ascii::to_lower(field.value) == address_of(recipient);
  });
}

// A rule's own octets were a yes, and a whole line: half of a reply is none, RFC 5321 sec 4.2.
bool was_misled(const SmtpConversation& conversation, const SmtpTransaction& one) {
  return std::any_of(conversation.acts.begin(), conversation.acts.end(), [&](const SmtpAct& act) {
    if (!act.octets) return false;
    const std::string_view said = act.octets->bytes;
    return said.starts_with('2') && said.find('\n') != std::string_view::npos &&
           conversation.transaction_of(act) == &one;
  });
}

struct Key {
  std::size_t run;
  std::string message, recipient;
  auto operator<=>(const Key&) const = default;
};

using ByMessage = std::map<Key, Attempts>;

void take(const SmtpConversation& conversation, std::size_t run, const SmtpTransaction& one,
          ByMessage& all) {
  const std::string key = one.content.empty() ? "" : key_of(one);
  for (const SmtpAct* const recipient : one.recipients) {
    Attempts& attempts = all[{run, key, address_of(*recipient)}];
    if (attempts.shown.empty() && !one.content.empty()) attempts.shown = shown(one);
    attempts.some_recipient_refused = attempts.some_recipient_refused || any_refused(one);
    attempts.evidence.push_back(one.end ? one.end->sequence : recipient->event->sequence);
    if (!is_accepted_for(one, *recipient)) {
      attempts.misled = attempts.misled || was_misled(conversation, one);
      continue;
    }
    attempts.content = one.content;
    ++(was_told(conversation, one) ? attempts.accepted : attempts.unanswered);
  }
}

// What was refused before its content was sent belongs to what came later for the same recipient.
void join_refused(ByMessage& all) {
  for (auto entry = all.begin(); entry != all.end();) {
    const Key& key = entry->first;
    const bool later =
        key.message.empty() && std::any_of(all.begin(), all.end(), [&](const auto& other) {
          return !other.first.message.empty() && other.first.recipient == key.recipient &&
                 other.first.run == key.run;
        });
    entry = later ? all.erase(entry) : std::next(entry);
  }
}

// Line endings apart, which the client has to make CRLF; a server sees what is added in front.
std::string comparable(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c != '\r') out += c;
  }
  while (out.ends_with('\n')) out.pop_back();
  return out;
}

bool is_altered(const std::string& sent, const std::optional<std::string>& given) {
  return given && !comparable(sent).ends_with(comparable(*given));
}

Delivery delivery_of(const Attempts& one, const ClientSaid& said,
                     const std::optional<std::string>& given) {
  const unsigned total = one.accepted + one.unanswered;
  if (total == 0) {
    if (one.misled) return Delivery::unknowable;
    return said.known && said.success ? Delivery::lost : Delivery::refused;
  }
  if (one.accepted > 1) return Delivery::duplicated;
  if (is_altered(one.content, given)) return Delivery::altered;
  if (one.unanswered > 0) return Delivery::unknowable;
  const bool is_false = said.known && !said.success && !one.some_recipient_refused;
  return is_false ? Delivery::false_failure : Delivery::once;
}

Outcome outcome_of(Delivery delivery) {
  switch (delivery) {
    case Delivery::once:
    case Delivery::refused:
      return Outcome::pass;
    case Delivery::unknowable:
      return Outcome::info;
    case Delivery::altered:
    case Delivery::false_failure:
      return Outcome::warn;
    case Delivery::lost:
    case Delivery::duplicated:
      break;
  }
  return Outcome::fail;
}

}  // namespace

std::string_view name(Delivery delivery) { return names[static_cast<std::size_t>(delivery)]; }

std::vector<Delivered> deliveries(const std::deque<SmtpConversation>& conversations,
                                  const std::vector<const Event*>& events,
                                  const std::optional<std::string>& given) {
  ByMessage all;
  const std::vector<const Event*> ends = ends_in(events);
  for (const SmtpConversation& conversation : conversations) {
    const std::size_t run = run_of(conversation, ends);
    for (const SmtpTransaction& one : conversation.transactions) {
      take(conversation, run, one, all);
    }
  }
  join_refused(all);
  std::vector<Delivered> out;
  for (auto& [key, attempts] : all) {
    const std::string message = attempts.shown.empty() ? "a message" : attempts.shown;
    out.push_back({message + " for " + (key.recipient.empty() ? "nobody" : key.recipient),
                   delivery_of(attempts, client_said(ends, key.run), given),
                   std::move(attempts.evidence)});
  }
  return out;
}

std::optional<Verdict> judge_delivery(const std::vector<Delivered>& all) {
  if (all.empty()) return std::nullopt;
  const auto badness = [](const Delivered& one) {
    const Outcome outcome = outcome_of(one.delivery);
    return outcome == Outcome::fail ? 2 : outcome == Outcome::warn ? 1 : 0;
  };
  const auto worst = std::max_element(all.begin(), all.end(), [&](const auto& a, const auto& b) {
    return badness(a) < badness(b);
  });
  Verdict verdict;
  verdict.id = "delivery";
  verdict.outcome = outcome_of(worst->delivery);
  verdict.says = "what the client told its user is what became of the mail";
  verdict.measured = worst->message + ": " + std::string(name(worst->delivery));
  if (all.size() > 1) verdict.measured += " (of " + std::to_string(all.size()) + " deliveries)";
  verdict.evidence = worst->evidence;
  return verdict;
}

}  // namespace postiche::judge
