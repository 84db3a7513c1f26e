// SPDX-License-Identifier: MIT
#pragma once
// The honest SMTP server of one session. It is asked in two steps, so that a rule can answer in its
// place: answer() says what a correct server would reply and changes nothing; apply() does what a
// reply, honest or scripted, means for the session. Knows nothing of bytes, rules or time.

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "harness/mail/address.h"
#include "harness/mail/store.h"
#include "harness/smtp/command.h"
#include "harness/smtp/extensions.h"
#include "harness/smtp/reply.h"
#include "harness/smtp/state.h"

namespace postiche::smtp {

// What all sessions of a listener share; outlives them.
struct Settings {
  std::string domain = "mx.example.com";
  Offer offer;                        // extensions.h: what EHLO says, and what is refused
  std::size_t max_recipients = 1000;  // RFC 5321 sec 4.5.3.1.8 wants at least 100
  std::size_t max_message = 50 * 1024 * 1024;
  std::optional<std::size_t> max_line;  // of any command, instead of what RFC 5321 and Offer say
  std::optional<Offer> authenticated;   // what EHLO says to a client that has authenticated
};

// The mail transaction at hand, RFC 5321 sec 3.3.
struct Transaction {
  std::string reverse_path;                       // without brackets; "" for the null path
  std::vector<std::string> parameters;            // of MAIL, "SIZE=1000"
  std::vector<std::string> recipients;            // accepted ones
  std::vector<std::string> recipient_parameters;  // one a recipient, joined by spaces
};

class Server {
 public:
  // Both outlive the server.
  Server(const Settings& settings, const mail::Store& store);

  Reply greeting() const;
  // What a correct server says to this command in this state. Const: nothing happens yet.
  Reply answer(const Command& command) const;
  // What it says to a line that was cut off at line_limit().
  Reply answer_too_long_line() const;
  // The reply was said: a positive one has the command's effect, even where the command was out of
  // order or malformed, a negative one has none (QUIT closes whatever the reply, and 421 closes
  // whatever the command: RFC 5321 sec 4.2.1). `code` is the reply code that went out; DATA needs
  // an intermediate one, 354, for its effect.
  void apply(const Command& command, int code);

  // The client sends content now (after 354 to DATA).
  bool receiving_data() const { return state_ == State::data; }
  // What a correct server says at the end of `size` octets of content; 552 when over the limit.
  Reply answer_message(std::size_t size) const;
  // The end of content was answered; back to greeted. Returns what was accepted: nothing for a
  // negative code.
  std::optional<Transaction> apply_message(int code);

  State state() const { return state_; }
  const Transaction& transaction() const { return transaction_; }
  // Of the transaction at hand.
  std::size_t refused_recipients() const { return refused_recipients_; }
  const std::string& helo() const { return helo_; }
  bool extended() const { return extended_; }  // greeted with EHLO
  // Authenticated: a 235 to AUTH was said.
  bool authenticated() const { return authenticated_; }
  bool closing() const { return state_ == State::closed; }
  // Longest command line a correct server takes now, CRLF included: 512 and what the offered
  // extensions add (RFC 5321 sec 4.5.3.1.4). answer() is stricter: it knows the command.
  std::size_t line_limit() const;
  // Largest message: the offered SIZE or Settings::max_message, whichever is less.
  std::size_t message_limit() const;
  // Honest replies go out with their enhanced codes: offered, and the client said EHLO, so that it
  // can know (RFC 2034 sec 3). Replies that never have one have none in Reply::enhanced.
  bool speaks_enhanced() const;

 private:
  using Answer = Reply (Server::*)(const Command&) const;
  static Answer answer_of(Verb verb);
  Reply answer_ehlo(const Command& command) const;
  Reply answer_helo(const Command& command) const;
  Reply answer_mail(const Command& command) const;
  Reply answer_rcpt(const Command& command) const;
  Reply answer_data(const Command& command) const;
  Reply answer_ok(const Command& command) const;
  Reply answer_vrfy(const Command& command) const;
  Reply answer_help(const Command& command) const;
  Reply answer_quit(const Command& command) const;
  Reply answer_unknown(const Command& command) const;
  Reply answer_not_implemented(const Command& command) const;
  Reply answer_out_of_order(const Command& command) const;
  std::optional<Reply> object_to_parameters(const Command& command) const;
  // What holds now.
  const Offer& offer() const;
  std::size_t line_limit(Verb verb) const;
  // What MAIL declared with SIZE; 0 where it did not.
  std::size_t declared_size() const;

  void begin_transaction(const Command& command);
  void add_recipient(const Command& command);
  void forget_transaction();

  const Settings* settings_;
  const mail::Store* store_;
  State state_ = State::fresh;
  bool extended_ = false;
  bool authenticated_ = false;
  bool utf8_ = false;  // SMTPUTF8 was a parameter of MAIL
  std::size_t refused_recipients_ = 0;
  std::string helo_;
  Transaction transaction_;
};

}  // namespace postiche::smtp
