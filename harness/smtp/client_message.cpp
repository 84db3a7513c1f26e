// SPDX-License-Identifier: MIT
#include <utility>

#include "harness/smtp/client.h"

// Transactions of the sending side: RFC 5321 sec 3.3.

namespace postiche::smtp {

void Client::begin_message() {
  while (!deliveries_.empty()) {
    Delivery& delivery = deliveries_.front();
    if (const auto objection = delivery.objection(offer_)) delivery.decide(*objection, Whose::ours);
    if (!delivery.decided()) break;
    report_message();
  }
  if (deliveries_.empty()) return say("QUIT", {Awaited::quit});
  asked_ = 0;
  say(deliveries_.front().mail_line(offer_), {Awaited::mail});
  if (offer_.offers("PIPELINING")) ask_all();
}

// DATA is the last of its group, for what comes behind it hangs on the answers: RFC 2920 sec 3.1.
void Client::ask_all() {
  const std::size_t recipients = deliveries_.front().results().size();
  while (asked_ < recipients) say_rcpt(asked_++);
  say("DATA", {Awaited::data});
}

// All that was asked is answered, and MAIL was accepted.
void Client::ask_next() {
  const Delivery& delivery = deliveries_.front();
  if (asked_ < delivery.results().size()) return say_rcpt(asked_++);
  if (delivery.accepted().empty()) return finish_message();
  say("DATA", {Awaited::data});
}

void Client::say_rcpt(std::size_t recipient) {
  say(deliveries_.front().rcpt_line(recipient, offer_), {Awaited::rcpt, recipient});
}

void Client::on_mail(const Reply& reply) {
  in_transaction_ = fate_of(reply) == Fate::delivered;
  if (!in_transaction_) deliveries_.front().decide(reply);
  if (!expected_.empty()) return;
  return in_transaction_ ? ask_next() : finish_message();
}

void Client::on_rcpt(std::size_t recipient, const Reply& reply) {
  deliveries_.front().on_rcpt(recipient, reply);
  if (expected_.empty()) ask_next();
}

void Client::on_data(const Reply& reply) {
  const bool intermediate = reply.code >= 300 && reply.code < 400;
  if (intermediate) return send_content();
  Delivery& delivery = deliveries_.front();
  if (fate_of(reply) == Fate::delivered) {
    delivery.decide({451, "4.5.0", "The receiver answered DATA as if it were done"}, Whose::ours);
  } else {
    delivery.decide(reply);
  }
  finish_message();
}

// Where DATA went out together with recipients that were all refused, and is answered with 354 all
// the same, nothing but the end may be sent: RFC 2920 sec 3.1.
void Client::send_content() {
  const Delivery& delivery = deliveries_.front();
  const auto& accepted = delivery.accepted();
  const auto limit = settings_.misdeeds.break_off_after;
  in_transaction_ = false;
  plan(accepted.empty() ? ContentPieces(Rope()) : ContentPieces(delivery.message().content, limit));
  if (limit && !accepted.empty()) {
    report_all({451, "4.4.2", "We broke off inside of the content"}, Whose::ours);
    return close();
  }
  if (settings_.mode != Mode::lmtp) return expected_.push({Awaited::content});
  // One reply for each recipient that was accepted, which may be none: RFC 2033 sec 4.2.
  for (const std::size_t recipient : accepted) expected_.push({Awaited::content, recipient});
  if (accepted.empty()) finish_message();
}

void Client::on_content(std::size_t recipient, const Reply& reply) {
  Delivery& delivery = deliveries_.front();
  if (settings_.mode == Mode::lmtp) {
    delivery.decide(recipient, reply);
  } else {
    delivery.decide(reply);
  }
  if (expected_.empty()) finish_message();
}

void Client::on_rset(const Reply& reply) {
  if (fate_of(reply) == Fate::delivered) return begin_message();
  fail({451, "4.5.0", "The receiver does not give up the last transaction"}, Whose::ours);
}

void Client::report_message() {
  const Delivery& delivery = deliveries_.front();
  plan(Effect(Report{delivery.number(), delivery.results()}));
  deliveries_.pop_front();
}

void Client::finish_message() {
  report_message();
  const bool open = std::exchange(in_transaction_, false);
  if (open && !deliveries_.empty()) return say("RSET", {Awaited::rset});
  begin_message();
}

}  // namespace postiche::smtp
