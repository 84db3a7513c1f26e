// SPDX-License-Identifier: MIT
#include "harness/judge/sasl/exchange.h"

#include <utility>

#include "harness/base/ascii.h"
#include "harness/judge/lines.h"
#include "harness/sasl/line.h"

namespace postiche::judge {

namespace {

// How an act begins an exchange, if it does.
struct Beginning {
  std::string_view mechanism;
  std::optional<std::string_view> initial_response;
};

std::optional<Beginning> beginning_of(const SmtpAct& act) {
  if (!act.is(smtp::Verb::auth)) return std::nullopt;
  return Beginning{act.command.mechanism, act.command.initial_response};
}

std::optional<Beginning> beginning_of(const Pop3Act& act) {
  if (!act.is(pop3::Verb::auth)) return std::nullopt;
  return Beginning{act.command.mechanism, act.command.initial_response};
}

std::optional<Beginning> beginning_of(const ImapAct& act) {
  const auto* const login = std::get_if<imap::AuthenticateArguments>(&act.command.arguments);
  if (!login) return std::nullopt;
  Beginning begun{login->mechanism, std::nullopt};
  if (login->initial_response) begun.initial_response = *login->initial_response;
  return begun;
}

bool lets_in(const SmtpAct& act) { return act.code() == "235"; }
bool lets_in(const Pop3Act& act) { return act.is_accepted(); }
bool lets_in(const ImapAct& act) { return act.is_accepted(); }

SaslMessage message_of(const Event& event, std::string_view text, sasl::Part part) {
  SaslMessage message{&event, text, std::nullopt};
  if (is_masked(text)) return message;
  sasl::Response response = sasl::decode_response(text, part);
  if (response.kind == sasl::Response::Kind::octets) message.octets = std::move(response.octets);
  return message;
}

// Reads the acts of one connection.
class Reading {
 public:
  Reading(std::uint64_t disturbed_from, std::deque<SaslExchange>& all)
      : disturbed_from_(disturbed_from), all_(all) {}

  template <typename Act>
  void see(const Act& act) {
    if (act.kind == Act::Kind::response) return respond(act);
    here_ = nullptr;
    const auto begun = beginning_of(act);
    if (!begun || begun->mechanism.empty()) return;
    here_ = &all_.emplace_back();
    here_->mechanism = ascii::to_upper(begun->mechanism);
    here_->command = act.event;
    here_->disturbed_from = disturbed_from_;
    here_->is_accepted = lets_in(act);
    if (!begun->initial_response) return;
    here_->has_initial_response = true;
    here_->messages.push_back(
        message_of(*act.event, *begun->initial_response, sasl::Part::initial_response));
  }

 private:
  template <typename Act>
  void respond(const Act& act) {
    if (!here_) return;
    const std::string_view line = without_ending(act.event->bytes);
    if (line == "*") {
      here_ = nullptr;
      return;
    }
    here_->messages.push_back(message_of(*act.event, line, sasl::Part::response));
    here_->is_accepted = lets_in(act);
  }

  std::uint64_t disturbed_from_;
  std::deque<SaslExchange>& all_;
  SaslExchange* here_ = nullptr;
};

template <typename Conversation>
void read(const Conversation& conversation, std::deque<SaslExchange>& all) {
  Reading reading(conversation.disturbed_from, all);
  for (const auto& act : conversation.acts) reading.see(act);
}

}  // namespace

std::deque<SaslExchange> sasl_exchanges(const std::deque<SmtpConversation>& smtp,
                                        const std::deque<Pop3Conversation>& pop3,
                                        const std::deque<ImapConversation>& imap) {
  std::deque<SaslExchange> all;
  for (const auto& one : smtp) read(one, all);
  for (const auto& one : pop3) read(one, all);
  for (const auto& one : imap) read(one, all);
  return all;
}

}  // namespace postiche::judge
