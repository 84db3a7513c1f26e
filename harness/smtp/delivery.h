// SPDX-License-Identifier: MIT
#pragma once
// One message on its way to a receiver: what is said for it, and what became of each recipient.
// Knows nothing of connections; Client has that.

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "harness/mail/message.h"
#include "harness/smtp/offer.h"
#include "harness/smtp/reply.h"

namespace postiche::smtp {

enum class Fate { undecided, delivered, deferred, refused };
enum class Whose { receivers, ours };

// What became of a message for one recipient.
struct Result {
  std::string recipient;
  Fate fate = Fate::undecided;
  Reply reply;                     // that decided it
  Whose whose = Whose::receivers;  // ours: nobody said it, but it is what a report should say
};

// By its first digit, for what only a positive completion fulfils: RFC 5321 sec 4.3.2.
Fate fate_of(const Reply& reply);

class Delivery {
 public:
  // `offer` of the methods is what the receiver said to EHLO; empty after HELO.
  Delivery(mail::Message message, std::size_t number);

  std::size_t number() const { return number_; }  // of the message, by the owner's count
  const mail::Message& message() const { return message_; }
  // Why it can't be sent to a receiver that offers no more than this.
  std::optional<Reply> objection(const Offer& offer) const;
  // MAIL and RCPT, without their line ending.
  std::string mail_line(const Offer& offer) const;
  std::string rcpt_line(std::size_t recipient, const Offer& offer) const;

  // The receiver's answers. A positive one decides nothing but at the end of content.
  void on_rcpt(std::size_t recipient, const Reply& reply);
  // For all that are not decided yet: MAIL or DATA was refused, content was answered; or in our own
  // words, nothing more will be.
  void decide(const Reply& reply, Whose whose = Whose::receivers);
  // For one accepted recipient: LMTP. RFC 2033 sec 4.2
  void decide(std::size_t recipient, const Reply& reply, Whose whose = Whose::receivers);

  // Recipients that RCPT was positive for, in order.
  const std::vector<std::size_t>& accepted() const { return accepted_; }
  bool decided() const;
  const std::vector<Result>& results() const { return results_; }

 private:
  bool needs_utf8() const;

  mail::Message message_;
  std::size_t number_;
  bool eight_bit_ = false;         // anywhere in its content
  bool eight_bit_header_ = false;  // before the first empty line
  std::vector<std::size_t> accepted_;
  std::vector<Result> results_;  // one a recipient
};

}  // namespace postiche::smtp
