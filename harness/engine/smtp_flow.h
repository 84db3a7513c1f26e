// SPDX-License-Identifier: MIT
#pragma once
// The SMTP side of a session: lines to commands, honest replies to the outbox, accepted mail to the
// store.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "harness/base/rope.h"
#include "harness/engine/flow.h"
#include "harness/smtp/server.h"
#include "harness/wire/dot_block.h"

namespace postiche::engine {

class SmtpFlow : public Flow {
 public:
  // The stage outlives the flow.
  explicit SmtpFlow(Stage& stage);

  void eat(std::string_view& bytes) override;
  std::optional<Errand> take_errand() override { return std::exchange(errand_, std::nullopt); }
  std::string_view pending() const override;
  void flush_pending() override;
  // RFC 5321 sec 4.5.3.2.7: a server waits at least five minutes for the next command.
  Duration patience() const override { return Duration::minutes(5); }

  std::optional<std::string_view> value_of(const Turn& turn, scenario::Attribute attribute,
                                           std::string_view key, Scratch& scratch) const override;
  std::optional<std::string_view> line_of(const Turn& turn) const override;
  bool is_goodbye(const Turn& turn) const override;
  void follow(const Play& play) override;
  void say_honestly(Turn& turn) override;
  Answer honest_answer(const Turn& turn) const override;
  void say_scripted(Turn& turn, const std::vector<std::string>& lines, std::string_view by,
                    scenario::ReplyStep::Effect effect) override;
  void believe(Turn& turn, ReplyCode code, std::string_view by) override;
  std::optional<ReplyCode> final_code(std::string_view line) const override;
  void refuse(const std::string& text, std::string_view by) override;
  void end_turn(const Turn& turn) override;
  void close_turn(Turn& turn) override;
  void record_heard() override;
  bool is_closing() const override { return server_.closing(); }
  void change_role(Turn& turn, Errand errand) override;
  MailAtHand mail_at_hand(const Turn& turn) const override;
  bool awaits_content() const override { return server_.receiving_data(); }
  bool hears_content() const override { return content_ && (content_->block || chunk_); }
  void begin_content(std::string_view dialogue) override;
  void decline_content() override;

 private:
  // A message that is being heard, up to its dot or chunk by chunk.
  struct Content {
    std::optional<wire::DotBlock> block;  // none: in chunks
    std::uint64_t left = 0;               // of the chunk at hand
    Rope rope;
    std::uint64_t size = 0;  // octets so far, without dot-stuffing
    char* piece = nullptr;   // where octets heard go, in the log's arena
    std::size_t piece_size = 0;
    std::size_t used = 0;
    std::uint64_t heard = 0;    // octets, stuffing included
    std::string_view dialogue;  // the id of the line that waited for it
    bool dropped = false;  // over the cap: heard but not kept, one piece is used again and again
  };

  // What was replied to a message: in SMTP once, in LMTP once for each recipient (RFC 2033
  // sec 4.2).
  struct Ending {
    std::size_t wanted = 1;
    std::vector<int> codes;
    std::vector<std::size_t> discarded;  // positions of those to whom it is dropped
    bool done() const { return codes.size() >= wanted; }
  };

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
  void answer_command(Turn& turn, const Director::Fit& fit, std::string_view line) override;

  const smtp::Settings& settings() const {
    return std::get<smtp::Settings>(director_.play().settings);
  }
  // Null where no command is at hand.
  static const smtp::Command* command_of(const Turn& turn) {
    return turn.command ? &std::get<smtp::Command>(*turn.command) : nullptr;
  }
  smtp::Reply honest_reply(const Turn& turn) const;
  smtp::Reply farewell(const Farewell& why) const;
  void say(const smtp::Reply& reply, std::string_view by, bool with_enhanced);

  // --- smtp_scene.cpp ---
  std::optional<std::string_view> reverse_path(const Turn& turn, Scratch& scratch) const;
  std::optional<std::string_view> recipient(const Turn& turn, Scratch& scratch) const;
  std::optional<std::string_view> mechanism(const Turn& turn, Scratch& scratch) const;

  // --- smtp_roles.cpp ---
  void mind_roles(const Turn& turn);
  void call_back(const std::vector<std::string>& queues, Errand errand);

  // --- smtp_auth.cpp ---
  void begin_login(const smtp::Command& command);
  smtp::Reply answer_login() const;
  void believe_login(const smtp::Command* command, int code);

  // --- smtp_content.cpp ---
  void take_content(std::string_view& bytes);
  // How many of the next octets belong to it.
  std::size_t hear(std::string_view fresh);
  void open_piece();
  void flush_piece();
  void begin_chunk(const Turn& turn);
  void end_chunk();

  // --- smtp_message.cpp: its end ---
  void begin_replies();
  void end_message(bool discard = false);
  void answer_message(bool discard);
  void close_message(Turn& turn);
  void believe_message(Turn& turn, int code, std::string_view by);
  void believe_last_chunk(Turn& turn, int code, std::string_view by);
  void finish_message(std::string_view by);
  std::optional<std::uint64_t> deliver(smtp::Transaction taken, const smtp::Transaction& asked);

  smtp::Server server_;
  std::unique_ptr<Content> content_;  // while a message is being heard
  std::unique_ptr<KeptTurn> chunk_;   // BDAT, whose answer waits for the octets of its chunk
  Ending ending_;                     // of the latest message
  std::optional<Errand> errand_;
};

}  // namespace postiche::engine
