// SPDX-License-Identifier: MIT
#pragma once
// The IMAP side of a session: lines and literals to commands, honest responses to the outbox.
//
//   line --no literal announced--> command --> rules, honest server
//    |  ^
//    |  +------ its octets ------- literal <--- "+ ..." of whoever answers the announcement
//    +--- {n} --> announcement --------^
//    +--- {n+} -----------------------^
//
// A command is an event when its last line is there. What stands before is on record by then.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "harness/base/rope.h"
#include "harness/engine/flow.h"
#include "harness/imap/grammar/announcement.h"
#include "harness/imap/grammar/utterance.h"
#include "harness/imap/server.h"
#include "harness/wire/literal_cutter.h"

namespace postiche::engine {

// A literal whose octets are being heard.
struct HeardLiteral {
  explicit HeardLiteral(const imap::Announcement& announced) : cutter(announced.size) {}

  wire::LiteralCutter cutter;
  std::uint64_t heard = 0;
  bool is_dropped = false;  // refused, but the client sends it all the same
  char* piece = nullptr;    // in the log's arena
  std::size_t piece_size = 0, used = 0;
  imap::Literal literal;
};

class ImapFlow : public Flow {
 public:
  // The stage outlives the flow.
  explicit ImapFlow(Stage& stage);

  void eat(std::string_view& bytes) override;
  std::string_view pending() const override;
  void flush_pending() override;
  // RFC 9051 sec 5.4: "the duration of such a timer MUST be at least 30 minutes."
  Duration patience() const override { return Duration::minutes(30); }
  void let_go() override { server_.abandon(); }
  bool is_idling() const override { return server_.idling() || (server_.watches() && rests()); }
  bool has_news() const override { return is_idling() && server_.has_news(); }
  void tell_news() override;
  bool compresses() const override { return server_.session().compressed; }

  std::optional<std::string_view> value_of(const Turn& turn, scenario::Attribute attribute,
                                           std::string_view key, Scratch& scratch) const override;
  std::optional<std::string_view> line_of(const Turn& turn) const override;
  bool is_goodbye(const Turn& turn) const override;
  void follow(const Play& play) override;
  void say_honestly(Turn& turn) override;
  Answer honest_answer(const Turn& turn) const override;
  std::string take_news(const Turn& turn) override;
  void say_scripted(Turn& turn, const std::vector<std::string>& lines, std::string_view by,
                    scenario::ReplyStep::Effect effect) override;
  void believe(Turn& turn, ReplyCode code, std::string_view by) override;
  std::string worded(const Turn& turn, std::string line) const override;
  std::optional<ReplyCode> final_code(std::string_view line) const override;
  void refuse(const std::string& text, std::string_view by) override;
  void close_turn(Turn& turn) override;
  bool is_closing() const override { return server_.closing(); }

 private:
  const imap::Settings& settings() const {
    return std::get<imap::Settings>(director_.play().settings);
  }
  // Null where no command is at hand.
  static const imap::Command* command_of(const Turn& turn) {
    return turn.command ? &std::get<imap::Command>(*turn.command) : nullptr;
  }
  imap::Knowledge knowledge() const;

  void say_farewell(const Farewell& why) override;
  void start_over() override { server_.on_secured(); }
  void drop_content() override;
  bool in_login() const override { return server_.receiving_sasl(); }
  bool asks_for_tls(const Turn& turn) const override;
  bool starting_tls() const override { return server_.starting_tls(); }
  void take_line(const wire::Line& line) override;
  void prepare_command(const Turn& turn) override;
  void describe_command(const Turn& turn, transcript::Fields& fields,
                        Scratch& scratch) const override;

  // --- imap_literals.cpp: what stands before the last line of a command ---
  bool begins_literal(const wire::Line& line);
  void mind_over_long(const wire::Line& piece);
  // Behind a line that is too long: what it announces all the same is no command.
  void skip_announced_literal();
  void skip_line(const wire::Line& line);
  // Whether what was heard of the command is more than anybody has to take.
  bool is_too_much() const;
  void hear_announcement(const wire::Line& line);
  void close_announcement();
  void begin_literal();
  void take_literal(std::string_view& bytes);
  void flush_piece();
  void end_literal();
  // The last line of a command, with the text that a dialogue hears of the whole.
  wire::Line in_dialogue(wire::Line last, const imap::Utterance& whole, bool is_secret);
  void answer_command(Turn& turn, const Director::Fit& fit, std::string_view line) override;
  void drop_utterance();
  // What such a command is made of may be a password.
  static bool logs_in(imap::Verb verb) {
    return verb == imap::Verb::login || verb == imap::Verb::authenticate;
  }
  // Whether what follows within the command may be a password.
  bool hears_secret() const;
  // The command that begins with this line, as far as it can be told: tag and verb.
  imap::Command beginning(std::string_view line) const;

  // --- imap_scene.cpp ---
  std::optional<std::string_view> mailbox_at_hand(const imap::Command* command) const;

  // Whether no command is being heard.
  bool rests() const { return utterance_.texts.empty() && !literal_ && !in_login() && !bears_; }

  void take_whole_command(const wire::Line& line);
  void take_done(const wire::Line& line);

  // --- imap_replies.cpp ---
  imap::Answer honest_reply(const Turn& turn) const;
  imap::Answer answer_login() const;
  imap::Answer answer_announcement() const;
  // Of the command at hand; "" where there is none.
  std::string_view tag_of(const Turn& turn) const;
  void say(std::string octets, imap::Status status, std::string_view by);
  void apply(const Turn& turn, imap::Status status);

  imap::Server server_;
  imap::Utterance utterance_;                    // of the command that is being heard
  imap::Verb verb_ = imap::Verb::unknown;        // of the same
  std::size_t utterance_octets_ = 0;             // of its lines
  std::optional<imap::Announcement> announced_;  // and not heard yet
  std::optional<HeardLiteral> literal_;          // while it is heard
  bool refused_ = false;                         // the literal that was announced
  bool bears_ = false;                           // a line that is too long, and has not ended
  std::string end_;                              // of that line: a literal may be announced there
  bool skips_ = false;  // what is still heard of a command that was refused
  // What the answer that is being said has found, for what saves it.
  std::optional<std::vector<store::Uid>> to_save_;
  std::string tag_;          // of AUTHENTICATE or IDLE, whose end is answered by it
  std::size_t unheard_ = 0;  // the first text of the utterance that no dialogue has heard
  std::string said_;         // what that hears at its end
  std::string begun_;        // where that is a secret: what it has heard before
};

}  // namespace postiche::engine
