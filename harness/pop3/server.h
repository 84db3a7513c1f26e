// SPDX-License-Identifier: MIT
#pragma once
// The honest POP3 server of one session. It is asked in two steps, so that a rule can answer in its
// place: answer() says what a correct server would reply and changes nothing; apply() does what a
// reply, honest or scripted, means for the session. Knows nothing of bytes, rules or time.
//
// Where a session stops being lines of commands, the engine frames what comes, and says so here:
//   AUTH   "+" leads to receiving_sasl(); answer_sasl() words how each line of it ended
//   STLS   +OK leads to starting_tls(); after the handshake on_secured()

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "harness/pop3/command.h"
#include "harness/pop3/maildrop.h"
#include "harness/pop3/reply.h"
#include "harness/pop3/settings.h"
#include "harness/pop3/state.h"
#include "harness/sasl/outcome.h"

namespace postiche::pop3 {

class Server {
 public:
  // Outlives the server.
  Server(const Settings& settings, Knowledge knowledge);

  // Other settings from now on; they outlive the server too.
  void use(const Settings& settings) { settings_ = &settings; }

  Reply greeting() const;
  // What a correct server says to this command in this state. Const: nothing happens yet. To AUTH
  // that may go on it is an empty challenge: what is challenged is the mechanism's affair.
  Reply answer(const Command& command) const;
  Reply answer_too_long_line() const;
  // The reply was said: a positive one has the command's effect, even where the command was out of
  // order or malformed, a negative one has none. QUIT closes whatever the reply; only a positive
  // one removes what was marked: RFC 1939 sec 6.
  void apply(const Command& command, Status status);

  // --- AUTH ---
  bool receiving_sasl() const { return state_ == State::auth; }
  // Whom the client says it is: becomes user() when +OK is said.
  void claim(std::string user) { claimed_ = std::move(user); }
  Reply answer_sasl(sasl::Outcome outcome) const;
  void apply_sasl(Status status);

  // --- TLS ---
  bool starting_tls() const { return state_ == State::tls; }
  // The line is encrypted from now on, and all that the client said before is forgotten:
  // RFC 2595 sec 4. Also before the greeting, where TLS comes first.
  void on_secured();

  // The connection is gone, or was ended: what was marked stays, and the lock is free.
  void abandon();

  State state() const { return state_; }
  bool closing() const { return is_over(state_); }
  const Settings& settings() const { return *settings_; }
  const Knowledge& knowledge() const { return knowledge_; }
  Stage stage() const;
  // What holds now.
  const Offer& offer() const { return settings_->offer.at(stage()); }
  // Null before somebody is known, and when the session is over: the lock is free then.
  const Maildrop* maildrop() const { return maildrop_ ? &*maildrop_ : nullptr; }
  bool secured() const { return secured_; }
  bool utf8() const { return utf8_; }                    // UTF8 was accepted
  bool authenticated() const { return authenticated_; }  // also when the maildrop is closed again
  // Who that is, "" before: as claimed by USER, later as whoever was let in.
  const std::string& user() const { return user_; }
  // What a correct server says when this user has been proven: whether the maildrop is to be had.
  Reply answer_login(std::string_view user) const;

 private:
  Reply answer_fully(const Command& command) const;
  Reply answer_here(const Command& command) const;
  Reply answer_about_mail(const Command& command) const;
  Reply answer_capa() const;
  Reply answer_apop(const Command& command) const;
  Reply answer_out_of_order(const Command& command) const;
  Reply answer_to_proven(std::string_view user) const;
  std::optional<Reply> object_to_lack(Verb verb) const;
  // Codes that were not promised are not said.
  Reply with_promised_code(Reply reply) const;

  void leave_undone(Verb verb);
  void open_maildrop(std::string_view user);
  void take_effect(const Command& command);

  const Settings* settings_;
  Knowledge knowledge_;
  State state_ = State::authorization;
  bool secured_ = false;
  bool utf8_ = false;
  bool authenticated_ = false;
  std::string claimed_, user_;
  std::optional<Maildrop> maildrop_;
};

}  // namespace postiche::pop3
