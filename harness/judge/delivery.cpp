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
    "unknowable: the reply was lost"};

// All attempts to send what seems to be one message to one recipient.
struct Attempts {
  std::string shown;
  unsigned accepted = 0;    // and the client was told so
  unsigned unanswered = 0;  // accepted, and the client never heard
  bool some_recipient_refused = false;
  std::string content;
  std::vector<std::uint64_t> evidence;
};

struct ClientSaid {
  bool known = false, success = false;
};

ClientSaid client_said(const std::vector<const Event*>& events) {
  ClientSaid said;
  for (const Event* const event : events) {
    if (event->field("note") != "client-ended") continue;
    said.known = true;
    said.success = event->field("status") == "0";
  }
  return said;
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

using ByMessage = std::map<std::pair<std::string, std::string>, Attempts>;

void take(const SmtpConversation& conversation, const SmtpTransaction& one, ByMessage& all) {
  const std::string key = one.content.empty() ? "" : key_of(one);
  for (const SmtpAct* const recipient : one.recipients) {
    const auto& path = recipient->command.path;
    Attempts& attempts = all[{key, path ? ascii::to_lower(path->address()) : ""}];
    if (attempts.shown.empty() && !one.content.empty()) attempts.shown = shown(one);
    attempts.some_recipient_refused = attempts.some_recipient_refused || any_refused(one);
    attempts.evidence.push_back(one.end ? one.end->sequence : recipient->event->sequence);
    if (!one.is_accepted() || !recipient->is_accepted()) continue;
    attempts.content = one.content;
    ++(was_told(conversation, one) ? attempts.accepted : attempts.unanswered);
  }
}

// What was refused before its content was sent belongs to what came later for the same recipient.
void join_refused(ByMessage& all) {
  for (auto entry = all.begin(); entry != all.end();) {
    const auto& [key, recipient] = entry->first;
    const bool later = key.empty() && std::any_of(all.begin(), all.end(), [&](const auto& other) {
                         return !other.first.first.empty() && other.first.second == recipient;
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
  for (const SmtpConversation& conversation : conversations) {
    for (const SmtpTransaction& one : conversation.transactions) take(conversation, one, all);
  }
  join_refused(all);
  const ClientSaid said = client_said(events);
  std::vector<Delivered> out;
  for (auto& [key, attempts] : all) {
    const std::string message = attempts.shown.empty() ? "a message" : attempts.shown;
    out.push_back({message + " for " + (key.second.empty() ? "nobody" : key.second),
                   delivery_of(attempts, said, given), std::move(attempts.evidence)});
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
