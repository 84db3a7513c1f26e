// SPDX-License-Identifier: MIT
#pragma once
// The side of a session that speaks the protocol: frames to commands, honest answers to the outbox.
// This is what the flows of all protocols share, and what the session asks of them. Knows nothing
// of waiting or of the end of the connection.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/engine/director.h"
#include "harness/engine/login.h"
#include "harness/engine/protocol.h"
#include "harness/engine/stage.h"
#include "harness/engine/turn.h"
#include "harness/sasl/knowledge.h"
#include "harness/wire/line_cutter.h"

namespace postiche::engine {

class Flow : public Protocol {
 public:
  // Longer than any extension of SMTP lets a line be (AUTH: 12288 octets, RFC 4954 sec 4), so that
  // rules and the honest server see the whole of what they refuse.
  static constexpr std::size_t usual_line = 16 * 1024;

  // The stage outlives the flow. Of a line that has more octets than `longest_line` the rest is no
  // part of any command.
  explicit Flow(Stage& stage, std::size_t longest_line = usual_line);

  void greet();
  // Eats one frame, or a stretch of content, off the front of `bytes`; all of it when no frame is
  // whole.
  virtual void eat(std::string_view& bytes) = 0;
  // The same when the session is over: what comes is recorded and nothing else.
  void eat_deaf(std::string_view& bytes);
  // A rule's time has come: quiet or after.
  void on_timer(Occasion::Kind kind, Duration time);
  // The connection is encrypted from now on: stage.tls says how.
  void on_secured();
  // The session is over, whoever has ended it: what it holds of the store is free for others.
  virtual void let_go() {}
  // The connection is gone; rules may still remember and judge.
  void on_close();
  // Sends the client away: it was silent too long.
  void time_out();
  // How long it may be silent where the scenario does not say.
  virtual Duration patience() const = 0;
  // The client waits to be told what others do, and whether there is something.
  virtual bool is_idling() const { return false; }
  virtual bool has_news() const { return false; }
  virtual void tell_news() {}
  // The client was told that both sides compress what follows.
  virtual bool compresses() const { return false; }
  // Mail to be brought on this connection from now on, once.
  virtual std::optional<Errand> take_errand() { return std::nullopt; }

  Director& director() { return director_; }
  const Director& director() const { return director_; }

  // Heard, but in no event yet.
  virtual std::string_view pending() const;
  // Puts what is pending into an event: nothing more will come.
  virtual void flush_pending();
  // The client is gone; notes what a dialogue still waited for.
  void leave_dialogue();

  // --- of Protocol: what is the same in all, or comes only with content or with roles ---
  Scene scene(const Turn& turn) const override;
  std::optional<std::string_view> value_of(const Turn& turn, scenario::Attribute attribute,
                                           std::string_view key, Scratch& scratch) const override;
  std::string take_news(const Turn&) override { return {}; }
  std::string worded(const Turn&, std::string line) const override { return line; }
  bool is_overfull() override;
  void change_role(Turn&, Errand) override {}
  MailAtHand mail_at_hand(const Turn&) const override { return {}; }
  bool awaits_content() const override { return false; }
  bool hears_content() const override { return false; }
  void begin_content(std::string_view) override {}
  void decline_content() override {}
  void record_heard() override {}
  void begin_tls(Turn& turn, const scenario::TlsStep& step) override;
  bool owes_tls() const override { return starting_tls() && !stage_.outbox.ended(); }
  void end_turn(const Turn& turn) override;
  void believe_scripted(Turn& turn, ReplyCode code, std::string_view by,
                        scenario::ReplyStep::Effect effect) override;

 protected:
  // A code that has no effect on a command or message.
  static constexpr int no_effect = 500;

  // Why a client is sent away. All are static.
  struct Farewell {
    std::string_view status;  // enhanced, RFC 3463
    std::string_view text;
    std::string_view how;  // the session ends, for transcripts
  };
  virtual void say_farewell(const Farewell& why) = 0;
  // The greeting as the scenario words it.
  void greet_as_told(Turn& turn);
  // What the scenario's limits say against going on at all.
  std::optional<Farewell> object_to_session(const Turn& turn) const;
  // TLS is there: what was said in clear counts no more.
  virtual void start_over() = 0;
  // Whatever is heard of content counts no more.
  virtual void drop_content() {}

  // --- lines ---
  // Eats one, or octets that a dialogue waits for.
  void eat_line(std::string_view& bytes);
  // One outside of AUTH, or a piece of one that is longer than any command.
  virtual void take_line(const wire::Line& line) = 0;
  // A line as a command of the protocol. Records it, and has it answered.
  template <auto parse_command>
  void take_command_line(const wire::Line& line);
  // A line as the log keeps it; nothing for a piece of one that is longer than any command, which
  // is on record then.
  std::optional<wire::Line> keep(const wire::Line& line);
  // The command that a kept line is, or ends. `verb` is static; "" where the protocol has no such.
  template <typename Parsed>
  void take_parsed(const wire::Line& kept, std::string_view verb, Parsed command);
  // What the protocol makes of the command at hand, before anybody else sees it.
  virtual void prepare_command(const Turn&) {}
  // What is understood of it, for the record. It lives until the event is appended.
  virtual void describe_command(const Turn& turn, transcript::Fields& fields,
                                Scratch& scratch) const = 0;
  virtual void answer_command(Turn& turn, const Director::Fit& fit, std::string_view line);

  // --- TLS ---
  // The command at hand asks for it.
  virtual bool asks_for_tls(const Turn& turn) const = 0;
  // The client was told that the handshake comes next.
  virtual bool starting_tls() const = 0;

  // --- AUTH ---
  // The next line belongs to an exchange.
  virtual bool in_login() const = 0;
  // Whom the scenario knows; null where it knows nobody and takes everybody.
  std::function<std::optional<sasl::Account>(std::string_view user)> account_finder() const;
  // What the exchange has to know; `offered` are the mechanisms.
  sasl::Knowledge sasl_knowledge(std::string_view service,
                                 const std::vector<std::string_view>& offered);
  void take_response(const wire::Line& line);
  void note_authenticated(std::string_view user, std::string_view mechanism);

  Stage& stage_;
  Director director_;
  wire::LineCutter cutter_;
  std::unique_ptr<Login> login_;  // from AUTH to the reply that ends it
  std::string last_verb_;
  std::uint64_t commands_ = 0;
  std::uint64_t messages_ = 0;  // accepted

 private:
  bool wants_octets() const;
  void flush_octets();
  void bear_over_long(const wire::Line& line);
  // The command's verb: in capitals; `typed` where the protocol has no such verb.
  void name_command(Turn& turn, std::string_view known, std::string_view typed);
  void take_command(Turn& turn, const wire::Line& line,
                    const std::vector<std::string_view>& deviations);
  void dismiss(const Farewell& why);

  std::uint64_t logins_ = 0;
  std::string typed_verb_;
  std::size_t over_long_octets_ = 0;
  std::size_t deaf_octets_ = 0;
  bool deaf_capped_ = false;
};

// Whether a line that is no command of the protocol looks like none at all: it has octets that no
// text has.
bool is_garbage(std::string_view line);

template <auto parse_command>
void Flow::take_command_line(const wire::Line& line) {
  const auto kept = keep(line);
  if (!kept) return;
  auto command = parse_command(kept->text);
  if (line.over_long) {
    // The tail of an over-long line is never read as a command.
    command = {};
    command.line = kept->text;
  }
  const std::string_view verb = name(command.verb);
  take_parsed(*kept, verb, std::move(command));
}

template <typename Parsed>
void Flow::take_parsed(const wire::Line& kept, std::string_view verb, Parsed command) {
  Turn turn;
  turn.over_long = kept.over_long;
  if (turn.over_long) command.deviations.push_back("over-long-line");
  if (kept.ending == wire::Line::Ending::lf) command.deviations.push_back("bare-lf");
  name_command(turn, verb, command.verb_text);
  turn.occasion.garbage = turn.over_long || (!turn.occasion.known && is_garbage(command.line));
  const std::vector<std::string_view> deviations = command.deviations;
  const Command at_hand = std::move(command);
  turn.command = &at_hand;
  take_command(turn, kept, deviations);
}

// Of the protocol that the client came to: stage.peer.listener.
std::unique_ptr<Flow> make_flow(Stage& stage);

}  // namespace postiche::engine
