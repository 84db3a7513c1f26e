// SPDX-License-Identifier: MIT
#pragma once
// The honest IMAP server of one session. It is asked in two steps, so that a rule can answer in its
// place: answer() says what a correct server would reply and changes nothing; apply() does what a
// reply, honest or scripted, means for the session. What others did meanwhile is told between the
// two, by take_news(). Knows nothing of bytes, rules or clocks.
//
// Where a session stops being commands, the engine frames what comes, and says so here:
//   AUTHENTICATE  "+" leads to receiving_sasl(); answer_sasl() words how each line of it ended
//   STARTTLS      OK leads to starting_tls(); after the handshake on_secured()
//   IDLE          "+" leads to idling(); take_news() at any time; what ends it has the verb done
//   NOTIFY        OK may lead to watches(): take_news() between commands too
//   COMPRESS      OK leads to compressed(): both directions, from the next octet on

#include <optional>
#include <string>
#include <string_view>

#include "harness/imap/answer.h"
#include "harness/imap/command.h"
#include "harness/imap/grammar/announcement.h"
#include "harness/imap/session.h"
#include "harness/sasl/outcome.h"

namespace postiche::imap {

class Server {
 public:
  // Outlives the server.
  Server(const Settings& settings, Knowledge knowledge);

  // Other settings from now on; they outlive the server too.
  void use(const Settings& settings) { session_.settings = &settings; }
  // The time of what comes next.
  void set_time(VirtualTime now) { session_.now = now; }

  Reply greeting() const;
  // What a correct server says to this command in this state. Const: nothing happens yet. To IDLE,
  // and to AUTHENTICATE that may go on, it is a continuation request.
  Answer answer(const Command& command) const;
  // The reply was said: a positive one has the command's effect, even where the command was out of
  // order or malformed, a negative one has none.
  // `to_save` is of the answer, where that was asked for.
  void apply(const Command& command, Status status,
             std::optional<std::vector<store::Uid>> to_save = {});
  // Untagged responses about what has happened to the mailbox that is open, once; `command` is the
  // one at hand, which decides what may be told: RFC 9051 sec 7.5.1. Null: IDLE goes on.
  std::string take_news(const Command* command);
  // Whether take_news() may have something to say.
  bool has_news() const;
  // Whether that may be said at any time: NOTIFY, RFC 5465 sec 3.1.
  bool watches() const { return session_.watch && session_.watch->is_awake(); }

  // Why a literal of so many octets in a command with this verb is refused, before it is sent:
  // RFC 9051 sec 4.3. Nothing where it may come.
  std::optional<Reply> object_to_literal(Verb verb, const Announcement& literal) const;

  // --- IDLE ---
  // Whatever comes next ends it: its verb is `done`, or it is wrong.
  bool idling() const { return session_.state == State::idle; }

  // --- AUTHENTICATE, LOGIN ---
  bool receiving_sasl() const { return session_.state == State::auth; }
  // Whom the client says it is: becomes user() when OK is said.
  void claim(std::string user) { session_.claimed = std::move(user); }
  Reply answer_sasl(sasl::Outcome outcome) const;
  void apply_sasl(Status status);
  // What a correct server says when this user has been proven.
  Reply answer_login(std::string_view user) const;
  // Somebody is known from the beginning: RFC 9051 sec 7.1.4.
  void begin_authenticated(std::string user);

  // --- TLS ---
  bool starting_tls() const { return session_.state == State::tls; }
  // The line is encrypted from now on, and all that the client said before is forgotten. Also
  // before the greeting, where TLS comes first.
  void on_secured();

  // The connection is gone, or was ended.
  void abandon();

  const Session& session() const { return session_; }
  State state() const { return session_.state; }
  bool closing() const { return session_.state == State::logout; }
  const Offer& offer() const { return session_.offer(); }
  const std::string& user() const { return session_.user; }

 private:
  void apply_reply(const Command& command, Status status,
                   std::optional<std::vector<store::Uid>> to_save);

  Session session_;
};

}  // namespace postiche::imap
