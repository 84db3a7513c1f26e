// SPDX-License-Identifier: MIT
#pragma once
// The honest SMTP and LMTP server of one session. It is asked in two steps, so that a rule can
// answer in its place: answer() says what a correct server would reply and changes nothing; apply()
// does what a reply, honest or scripted, means for the session. Knows nothing of bytes, rules or
// time.
//
// Where a session stops being lines of commands, the engine frames what comes, and says so here:
//   DATA      354 leads to receiving_data(); its end is answered by answer_message()
//   BDAT      Command::chunk says how many octets follow the line, whatever is replied. When they
//             are there, answer() and apply() as for any command; a last chunk that is taken is not
//             answered itself: has_message() is true then, and answer_message() speaks
//   AUTH      334 leads to receiving_sasl(); answer_sasl() words how each line of it ended
//   STARTTLS  220 leads to starting_tls(); after the handshake on_secured()
//   TURN      250, and to ATRN, leads to turned(): the server is the client now, for
//             wanted_queues(); after 250 to 253 to ETRN those are to be sent elsewhere

#include <cstddef>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "harness/mail/address.h"
#include "harness/sasl/outcome.h"
#include "harness/smtp/command.h"
#include "harness/smtp/proxied.h"
#include "harness/smtp/reply.h"
#include "harness/smtp/settings.h"
#include "harness/smtp/state.h"
#include "harness/store/store.h"

namespace postiche::smtp {

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
  Server(const Settings& settings, const store::Store& store);

  // Others from now on; what was agreed on stays. They outlive the server too.
  void use(const Settings& settings) { settings_ = &settings; }

  Reply greeting() const;
  // What a correct server says to this command in this state. Const: nothing happens yet. To AUTH
  // that may go on it is an empty 334: what is challenged is the mechanism's affair.
  Reply answer(const Command& command) const;
  // What it says to a line that was cut off at line_limit().
  Reply answer_too_long_line() const;
  // The reply was said: a positive one has the command's effect, even where the command was out of
  // order or malformed, a negative one has none (QUIT closes whatever the reply, and 421 closes
  // whatever the command: RFC 5321 sec 4.2.1; a chunk that was refused spoils the message). `code`
  // is the reply code that went out; DATA needs an intermediate one, 354, for its effect.
  void apply(const Command& command, int code);

  // --- content ---
  // The client sends content now (after 354 to DATA).
  bool receiving_data() const { return state_ == State::data; }
  // The last chunk is there.
  bool has_message() const { return last_chunk_; }
  // How many replies the end of content has: one, or in LMTP one for each accepted recipient, in
  // their order (RFC 2033 sec 4.2, 4.3).
  std::size_t message_replies() const;
  // What a correct server says at the end of `size` octets of content; in LMTP for this recipient.
  Reply answer_message(std::size_t size, std::size_t recipient = 0) const;
  // The end of content was answered, once or once for each recipient; back to greeted. Returns what
  // was accepted, without the recipients that had a negative code; nothing where all had.
  std::optional<Transaction> apply_message(std::span<const int> codes);
  std::optional<Transaction> apply_message(int code) { return apply_message({&code, 1}); }

  // --- AUTH ---
  // A line of the exchange comes next, no command (after 334).
  bool receiving_sasl() const { return state_ == State::auth; }
  // Whom the client says it is: becomes user() when 235 is said.
  void claim(std::string user) { claimed_ = std::move(user); }
  Reply answer_sasl(sasl::Outcome outcome) const;
  // A line of the exchange was answered: 334 goes on, 235 authenticates, all else gives it up.
  void apply_sasl(int code);

  // --- TLS ---
  // The handshake comes next, no command (after 220 to STARTTLS).
  bool starting_tls() const { return state_ == State::tls; }
  // The line is encrypted from now on, and all that the client said before is forgotten:
  // RFC 3207 sec 4.2. Also before the greeting, where TLS comes first.
  void on_secured();

  State state() const { return state_; }
  const Settings& settings() const { return *settings_; }
  const store::Store& store() const { return *store_; }
  // What holds now.
  const Offer& offer() const { return settings_->offer.at(stage()); }
  Stage stage() const;
  const Transaction& transaction() const { return transaction_; }
  // Of the transaction at hand.
  std::size_t refused_recipients() const { return refused_recipients_; }
  // The value of a parameter of MAIL, "" where it has none; nothing where it was not there.
  std::optional<std::string_view> mail_parameter(std::string_view keyword) const;
  // What a correct server says against a message of so many octets.
  std::optional<Reply> object_to_size(std::size_t octets) const;
  // Octets of content that came in chunks so far.
  std::uint64_t chunked() const { return chunked_; }
  // A chunk was refused, and with it the message.
  bool chunk_refused() const { return chunk_refused_; }
  // What EHLO said, before that what a proxy said it had said.
  const std::string& helo() const { return helo_; }
  bool extended() const { return extended_; }  // greeted with EHLO or LHLO
  bool utf8() const { return utf8_; }          // MAIL had SMTPUTF8
  bool secured() const { return secured_; }
  // Authenticated: a 235 to AUTH was said.
  bool authenticated() const { return authenticated_; }
  // Who that is, where it is known, and how; "" before.
  const std::string& user() const { return user_; }
  const std::string& mechanism() const { return mechanism_; }
  // TURN or ATRN was accepted: nothing that comes is a command any more.
  bool turned() const { return state_ == State::turned; }
  // Which queues this ETRN, ATRN or TURN asks for, in lower case.
  std::vector<std::string> queues_of(const Command& command) const;
  // Those of the latest of these that was accepted.
  const std::vector<std::string>& wanted_queues() const { return wanted_queues_; }
  // The client behind the proxy, by XCLIENT; by XFORWARD, where the message at hand came from.
  const Proxied& client() const { return client_; }
  const Proxied& origin() const { return origin_; }
  bool closing() const { return state_ == State::closed; }
  // The command is to be had here, now or later in the session.
  bool speaks(Verb verb) const;
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
  Reply answer_fully(const Command& command) const;
  Reply answer_ehlo(const Command& command) const;
  Reply answer_helo(const Command& command) const;
  Reply answer_mail(const Command& command) const;
  Reply answer_rcpt(const Command& command) const;
  Reply answer_data(const Command& command) const;
  Reply answer_ok(const Command& command) const;
  Reply answer_quit(const Command& command) const;
  Reply answer_not_implemented(const Command& command) const;
  Reply answer_out_of_order(const Command& command) const;
  Reply greet_first(const Command& command) const;
  Reply answer_ill_formed(const Command& command) const;
  // What a correct server says before it asks what is wanted.
  std::optional<Reply> object_to_order(const Command& command) const;
  std::optional<Reply> remark_on_parameters(const Command& command) const;
  std::optional<Reply> object_to_domain(const Command& command) const;
  std::optional<Reply> object_to_number(const Command& command) const;
  // What has to be done before this command is to be had.
  std::optional<Reply> object_to_lack(Verb verb) const;
  std::size_t line_limit(Verb verb) const;
  // What MAIL declared with SIZE; 0 where it did not.
  std::size_t declared_size() const;

  void greet(const Command& command);
  void begin_transaction(const Command& command);
  void add_recipient(const Command& command);
  void add_chunk(const Command& command);
  void leave_undone(const Command& command);
  void become(const Command& xclient);
  void forget_client();
  void forget_transaction();

  const Settings* settings_;
  const store::Store* store_;
  State state_ = State::fresh;
  State before_auth_ = State::fresh;
  bool extended_ = false;
  bool secured_ = false;
  bool authenticated_ = false;
  bool utf8_ = false;
  bool last_chunk_ = false;
  bool chunk_refused_ = false;
  std::uint64_t chunked_ = 0;
  std::size_t refused_recipients_ = 0;
  std::uint64_t mails_ = 0;                  // MAIL commands in this session, refused ones too
  std::set<std::string> recipient_domains_;  // of this session, lower case; where they are limited
  std::string helo_;
  std::string asked_mechanism_, claimed_;  // of the latest AUTH
  std::string mechanism_, user_;
  Transaction transaction_;
  std::vector<std::string> wanted_queues_;
  Proxied client_, origin_;
};

}  // namespace postiche::smtp
