// SPDX-License-Identifier: MIT
#pragma once
// The SMTP side of a session: frames to commands, honest replies to the outbox, accepted mail to
// the store. Whoever else may answer is the director's affair. Knows nothing of waiting or of the
// end of the connection.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "harness/base/rope.h"
#include "harness/engine/director.h"
#include "harness/engine/protocol.h"
#include "harness/engine/stage.h"
#include "harness/engine/turn.h"
#include "harness/sasl/exchange.h"
#include "harness/sasl/line.h"
#include "harness/smtp/server.h"
#include "harness/wire/dot_block.h"
#include "harness/wire/line_cutter.h"

namespace postiche::engine {

class SmtpFlow : public Protocol {
 public:
  // The stage outlives the flow.
  explicit SmtpFlow(Stage& stage);

  void greet();
  // Eats one line, or a stretch of content, off the front of `bytes`; all of it when no frame is
  // whole.
  void eat(std::string_view& bytes);
  // The same when the session is over: what comes is recorded and nothing else.
  void eat_deaf(std::string_view& bytes);
  // A rule's time has come: quiet or after.
  void on_timer(Occasion::Kind kind, Duration time);
  // The connection is encrypted from now on: stage.tls says how.
  void on_secured();
  // The connection is gone; rules may still remember and judge.
  void on_close();
  // Says 421 and closes: the client was silent too long.
  void time_out();

  // Mail to be brought on this connection from now on, once.
  std::optional<Errand> take_errand() { return std::exchange(errand_, std::nullopt); }

  Director& director() { return director_; }
  const Director& director() const { return director_; }

  // Heard, but in no event yet.
  std::string_view pending() const;
  // Puts what is pending into an event: nothing more will come.
  void flush_pending();
  // The client is gone; notes what a dialogue still waited for.
  void leave_dialogue();

  Scene scene(const Turn& turn) const override;
  void follow(const Play& play) override;
  void say_honestly(Turn& turn) override;
  Answer honest_answer(const Turn& turn) const override;
  void say_scripted(Turn& turn, const std::vector<std::string>& lines, std::string_view by,
                    scenario::ReplyStep::Effect effect) override;
  void believe(Turn& turn, int code, std::string_view by) override;
  void believe_scripted(Turn& turn, int code, std::string_view by,
                        scenario::ReplyStep::Effect effect) override;
  std::optional<int> final_code(std::string_view line) const override;
  void refuse(const std::string& text, std::string_view by) override;
  void end_turn(const Turn& turn) override;
  void close_turn(Turn& turn) override;
  void record_heard() override;
  bool is_closing() const override { return server_.closing(); }
  bool is_overfull() override;
  void begin_tls(Turn& turn, const scenario::TlsStep& step) override;
  void change_role(Turn& turn, Errand errand) override;
  bool owes_tls() const override { return server_.starting_tls() && !stage_.outbox.ended(); }
  MailAtHand mail_at_hand(const Turn& turn) const override;
  bool awaits_content() const override { return server_.receiving_data(); }
  bool hears_content() const override { return content_ && (content_->block || chunk_); }
  void begin_content(std::string_view dialogue) override;
  void decline_content() override;

 private:
  // A code that has no effect on a command or message.
  static constexpr int no_effect = 500;

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

  // An exchange of AUTH, and what the line at hand makes of it.
  struct Login {
    std::string mechanism;                         // as asked for, in capitals
    std::optional<sasl::ServerExchange> exchange;  // none: of a mechanism that is not spoken
    sasl::Step step;
    smtp::Exchange outcome = smtp::Exchange::rejected;
    std::optional<std::string> decoded;
    std::vector<std::string_view> deviations;

    void hear(sasl::Response response, bool is_initial);
    void see(sasl::Step next);
  };
  // What was replied to a message: in SMTP once, in LMTP once for each recipient (RFC 2033
  // sec 4.2).
  struct Ending {
    std::size_t wanted = 1;
    std::vector<int> codes;
    std::vector<std::size_t> discarded;  // positions of those to whom it is dropped
    bool done() const { return codes.size() >= wanted; }
  };

  const smtp::Settings& settings() const { return director_.play().settings; }
  smtp::Reply honest_reply(const Turn& turn) const;
  // What the scenario's limits say against going on at all.
  std::optional<smtp::Reply> object_to_session(const Turn& turn) const;
  void greet_as_told(Turn& turn);
  void say(const smtp::Reply& reply, std::string_view by, bool with_enhanced);
  bool wants_octets() const;
  void flush_octets();

  void take_line(const wire::Line& line);
  void take_command(Turn& turn, const wire::Line& line);
  void bear_over_long(const wire::Line& line);
  void record_command(const smtp::Command& command, const wire::Line& line, bool garbage,
                      std::string_view dialogue);

  // --- smtp_roles.cpp ---
  void mind_roles(const Turn& turn);
  void call_back(const std::vector<std::string>& queues, Errand errand);

  // --- smtp_auth.cpp ---
  sasl::Knowledge knowledge();
  void begin_login(const smtp::Command& command);
  void describe_login(Scene& scene) const;
  void add_login(transcript::Fields& fields) const;
  smtp::Reply answer_login() const;
  void take_response(const wire::Line& line);
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

  Stage& stage_;
  Director director_;
  smtp::Server server_;
  wire::LineCutter cutter_;
  std::unique_ptr<Content> content_;  // while a message is being heard
  std::unique_ptr<KeptTurn> chunk_;   // BDAT, whose answer waits for the octets of its chunk
  std::unique_ptr<Login> login_;      // from AUTH to the reply that ends it
  std::uint64_t logins_ = 0;
  Ending ending_;  // of the latest message
  std::optional<Errand> errand_;
  std::string last_verb_;
  std::uint64_t commands_ = 0;
  std::uint64_t messages_ = 0;
  std::size_t over_long_octets_ = 0;
  std::size_t deaf_octets_ = 0;
  bool deaf_capped_ = false;
};

}  // namespace postiche::engine
