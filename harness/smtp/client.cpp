// SPDX-License-Identifier: MIT
#include "harness/smtp/client.h"

#include <algorithm>
#include <utility>

#include "harness/base/ascii.h"

// Theory of operation. What the receiver will answer stands in a queue, in the order in which it
// was asked; each reply takes the first from it, and does what comes next where none is left.
//
//   greeting -> EHLO -> [STARTTLS -> handshake -> EHLO] -> [AUTH ...] -> messages -> QUIT -> closed
//                 \-> HELO (where 5yz is said to EHLO)
//   message: MAIL, RCPT..., DATA -> content -> next message       RFC 5321 sec 3.3
//              \-------\-----> RSET -------/
//
// With PIPELINING the commands of a message go out together: RFC 2920 sec 3.1. After 421, an end of
// the connection, silence, or something that is no reply there is nothing more to be said, and all
// that is undecided is deferred. Transactions stand in client_message.cpp.

namespace postiche::smtp {

namespace {

std::string with_domain(const std::string& address, const std::string& domain) {
  return address.substr(0, address.rfind('@')) + "@" + domain;
}

mail::Message misdirected(mail::Message message, const std::string& domain) {
  if (domain.empty()) return message;
  for (std::string& recipient : message.recipients) recipient = with_domain(recipient, domain);
  return message;
}

}  // namespace

Client::Client(Settings settings, std::vector<mail::Message> messages)
    : settings_(std::move(settings)), secured_(settings_.secured) {
  for (std::size_t i = 0; i < messages.size(); ++i) {
    const Delivery delivery(misdirected(std::move(messages[i]), settings_.misdeeds.other_domain),
                            i);
    deliveries_.insert(deliveries_.end(), settings_.misdeeds.times, delivery);
  }
  expected_.push({Awaited::greeting});
}

std::size_t Client::on_bytes(std::string_view bytes) {
  std::string_view rest = bytes;
  while (!closed_ && !awaits_tls_) {
    const auto heard = reader_.read(rest);
    if (!heard) break;
    for (const std::string_view deviation : heard->deviations) note(deviation);
    if (heard->reply) {
      on_reply(*heard->reply);
    } else {
      end({451, "4.5.0", "The receiver said something that is no reply"}, Whose::ours);
    }
  }
  return closed_ ? bytes.size() : bytes.size() - rest.size();
}

// What was learnt in the clear is forgotten: the new EHLO takes its place. RFC 3207 sec 4.2.
void Client::on_secured(const sasl::Bindings& bindings) {
  if (!awaits_tls_) return;
  awaits_tls_ = false;
  secured_ = true;
  bindings_ = bindings;
  reader_ = {};
  say_hello();
  flush();
}

void Client::on_eof() { end({451, "4.4.2", "The connection was lost"}, Whose::ours); }

void Client::on_time() { end({451, "4.4.2", "The receiver did not answer in time"}, Whose::ours); }

std::optional<Client::Effect> Client::next_effect() {
  while (!planned_.empty()) {
    Planned& first = planned_.front();
    if (auto* const effect = std::get_if<Effect>(&first)) {
      Effect taken = std::move(*effect);
      planned_.pop();
      return taken;
    }
    if (auto piece = std::get<ContentPieces>(first).next()) return Send{*std::move(piece)};
    planned_.pop();
  }
  return std::nullopt;
}

// RFC 5321 sec 4.5.3.2; commands that it does not name are as MAIL.
Duration Client::patience() const {
  const Awaited what = expected_.empty() ? Awaited::greeting : expected_.front().what;
  if (what == Awaited::data) return Duration::minutes(2);
  if (what == Awaited::content) return Duration::minutes(10);
  return Duration::minutes(5);
}

void Client::on_reply(const Reply& reply) {
  if (expected_.empty()) return note("unexpected-reply");
  const Expected expected = expected_.front();
  expected_.pop();
  // Said to any command, and nothing else will be: RFC 5321 sec 3.8, 4.2.1.
  if (reply.code == 421) return end(reply, Whose::receivers);
  answer(expected, reply);
  flush();
}

void Client::answer(Expected expected, const Reply& reply) {
  switch (expected.what) {
    case Awaited::greeting:
      return on_greeting(reply);
    case Awaited::ehlo:
    case Awaited::helo:
      return on_hello(reply, expected.what);
    case Awaited::starttls:
      return on_starttls(reply);
    case Awaited::auth:
      return on_auth(reply);
    case Awaited::mail:
      return on_mail(reply);
    case Awaited::rcpt:
      return on_rcpt(expected.recipient, reply);
    case Awaited::data:
      return on_data(reply);
    case Awaited::content:
      return on_content(expected.recipient, reply);
    case Awaited::rset:
      return on_rset(reply);
    case Awaited::quit:
      return close();
  }
}

void Client::on_greeting(const Reply& reply) {
  if (fate_of(reply) != Fate::delivered) return fail(reply, Whose::receivers);
  say_hello();
}

void Client::say_hello() {
  const std::string_view verb = settings_.mode == Mode::lmtp ? "LHLO " : "EHLO ";
  say(std::string(verb) + settings_.domain, {Awaited::ehlo});
}

void Client::on_hello(const Reply& reply, Awaited what) {
  const Fate fate = fate_of(reply);
  // Servers that do not know EHLO are asked again as of old: RFC 5321 sec 3.2. LMTP has no old.
  if (fate == Fate::refused && what == Awaited::ehlo && settings_.mode != Mode::lmtp) {
    return say("HELO " + settings_.domain, {Awaited::helo});
  }
  if (fate != Fate::delivered) return fail(reply, Whose::receivers);
  std::vector<std::string> lines;
  for (const std::string_view line : ascii::split(reply.text, '\n')) lines.emplace_back(line);
  // The first names the receiver; HELO's says nothing else.
  lines.erase(lines.begin());
  if (what == Awaited::helo) lines.clear();
  offer_ = Offer(lines);
  go_on();
}

void Client::go_on() {
  const bool wants_tls = settings_.encryption != Encryption::never && !secured_;
  if (wants_tls && !tried_tls_ && offer_.offers("STARTTLS")) {
    tried_tls_ = true;
    return say("STARTTLS", {Awaited::starttls});
  }
  if (wants_tls && settings_.encryption == Encryption::required) {
    return fail({451, "4.7.0", "The receiver does not offer STARTTLS, which is needed"},
                Whose::ours);
  }
  if (settings_.credentials && !authenticated_) return begin_auth();
  begin_message();
}

void Client::on_starttls(const Reply& reply) {
  if (fate_of(reply) == Fate::delivered) {
    awaits_tls_ = true;
    return plan(Effect(BeginTls{}));
  }
  if (settings_.encryption == Encryption::required) return fail(reply, Whose::receivers);
  go_on();
}

void Client::say(std::string_view line, Expected expected) {
  said_.append(line).append("\r\n");
  expected_.push(expected);
}

void Client::flush() {
  if (said_.empty()) return;
  planned_.push(Effect(Send{std::exchange(said_, {})}));
}

void Client::plan(Planned planned) {
  flush();
  planned_.push(std::move(planned));
}

void Client::report_all(const Reply& reply, Whose whose) {
  while (!deliveries_.empty()) {
    deliveries_.front().decide(reply, whose);
    report_message();
  }
}

void Client::fail(const Reply& reply, Whose whose) {
  report_all(reply, whose);
  say("QUIT", {Awaited::quit});
}

void Client::end(const Reply& reply, Whose whose) {
  if (closed_) return;
  report_all(reply, whose);
  close();
}

void Client::close() {
  if (std::exchange(closed_, true)) return;
  awaits_tls_ = false;
  expected_.clear();
  plan(Effect(Close{}));
}

void Client::note(std::string_view name) {
  if (std::find(deviations_.begin(), deviations_.end(), name) == deviations_.end()) {
    deviations_.push_back(name);
  }
}

}  // namespace postiche::smtp
