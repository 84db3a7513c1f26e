// SPDX-License-Identifier: MIT
#pragma once
// The SMTP side of a session: frames to commands, rules asked before the honest server, replies to
// the outbox, accepted mail to the store. Knows nothing of waiting or of the end of the connection.

#include <cstdint>
#include <memory>
#include <string_view>

#include "harness/base/rope.h"
#include "harness/base/time.h"
#include "harness/engine/call.h"
#include "harness/engine/dialogue.h"
#include "harness/engine/outbox.h"
#include "harness/engine/scene.h"
#include "harness/engine/world.h"
#include "harness/scenario/answer.h"
#include "harness/smtp/server.h"
#include "harness/wire/dot_block.h"
#include "harness/wire/line_cutter.h"

namespace postiche::engine {

class SmtpFlow {
 public:
  // All outlive the flow, `log` as long as anything that was heard is needed.
  SmtpFlow(World& world, const Peer& peer, const std::shared_ptr<transcript::Log>& log,
           Outbox& outbox);
  void set_time(Instant at, VirtualTime virtual_at);
  void greet();
  // Eats one line, or a stretch of content, off the front of `bytes`; all of it when no frame is
  // whole.
  void eat(std::string_view& bytes);
  // The same when the session is over: what comes is recorded and nothing else.
  void eat_deaf(std::string_view& bytes);
  // A rule's time has come: quiet or after.
  void on_timer(Occasion::Kind kind, Duration time);
  // The connection is gone; rules may still remember and judge.
  void on_close();
  // Says 421 and closes: the client was silent too long.
  void time_out();

  const std::string& phase() const { return play_->phase; }
  // What the scenario says of how much is borne.
  const RuleBook& rules() const { return play_->rules; }
  const scenario::Limits& limits() const { return play_->scenario->limits; }

  // --- smtp_calls.cpp ---
  // A hook was asked, and what it answers is waited for: nothing may be eaten.
  bool is_parked() const { return parked_ != nullptr; }
  const Call& call() const { return parked_->call; }
  // True once for each call.
  bool take_call();
  Instant call_ends() const { return parked_ ? parked_->until : Instant::never(); }
  void on_answer(const scenario::Answer& answer);
  // The hook may have had its time.
  void mind_call();
  // The client is gone; nobody waits for the answer any more.
  void leave_call();

  // Heard, but in no event yet.
  std::string_view pending() const;
  // Puts what is pending into an event: nothing more will come.
  void flush_pending();
  // The connection is not served.
  void drop_dialogue() { talk_.reset(); }
  // The client is gone; notes what a dialogue still waited for.
  void leave_dialogue();

 private:
  // A code that has no effect on a command or message.
  static constexpr int no_effect = 500;

  // What is being answered.
  struct Turn {
    Occasion occasion;
    const smtp::Command* command = nullptr;
    bool over_long = false;
    bool answered = false;
    bool effect_done = false;
    bool discard = false;
    bool hang_up = false;  // 421 was said
    std::string hint;      // why no rule spoke, where the scenario wants replies to say so
    bool jumps = false;    // a dialogue goes on with it
  };
  // A turn that waits for a hook's answer, with all that it looks at.
  struct Parked {
    Call call;
    Turn turn;
    smtp::Command command;
    std::string verb;
    Spoken spoken;
    Instant until;
    bool asked = false;  // the effect was pulled
  };
  struct Talk;       // smtp_dialogue.cpp: where the dialogues of this connection are
  class StepPlayer;  // smtp_steps.cpp: one function a step

  struct Content {
    wire::DotBlock block;
    Rope rope;
    char* piece = nullptr;  // where octets heard go, in the log's arena
    std::size_t piece_size = 0;
    std::size_t used = 0;
    std::uint64_t heard = 0;    // octets, stuffing included
    std::string_view dialogue;  // the id of the line that waited for it
    bool dropped = false;  // over the cap: heard but not kept, one piece is used again and again
  };

  Scene scene(const Turn& turn) const;
  Duration draw(const scenario::WaitStep& step);
  void take_turn(Turn& turn);
  void settle_turn(Turn& turn);
  void end_turn(const Turn& turn);
  void close_line(const Turn& turn);
  void close_content(Turn& turn);
  void park(const Turn& turn, const Spoken& spoken, const scenario::CallStep& step);
  void note_call(const std::string& hook, std::string_view field, std::string_view value);
  void choose_route(const Turn& turn);
  smtp::Reply honest_reply(const Turn& turn) const;
  // What the scenario's limits say against going on at all.
  std::optional<smtp::Reply> object_to_session(const Turn& turn) const;
  void say_honestly(Turn& turn);
  void remember(const std::string& name, std::string value);
  void enter(const std::string& state);
  // smtp_store_steps.cpp
  void change_store(const scenario::StoreStep& step, const scenario::Template::Lookup& names);
  void bounce(const Turn& turn, const scenario::BounceStep& step,
              const scenario::Template::Lookup& names);
  void listen(const scenario::ListenStep& step);
  void note(const transcript::Fields& fields);
  void play_steps(Turn& turn, const Spoken& spoken, const std::vector<scenario::Step>& steps);
  void say_scripted(Turn& turn, const std::vector<std::string>& lines, std::string_view by,
                    scenario::ReplyStep::Effect effect);
  void believe_scripted(Turn& turn, int code, std::string_view by,
                        scenario::ReplyStep::Effect effect);
  void say(const smtp::Reply& reply, std::string_view by, bool with_enhanced);
  void believe(Turn& turn, int code, std::string_view by);
  void finish_message(Turn& turn, int code, std::string_view by);
  std::optional<std::uint64_t> deliver(const smtp::Transaction& transaction);

  // --- smtp_dialogue.cpp ---
  // How a line fits the dialogue: none drives, one expects it, or one does not.
  struct Fit {
    enum class Kind { free, expected, unexpected } kind = Kind::free;
    std::string_view line;  // expected: the id of the dialogue's line
    Dialogue::Miss miss;    // unexpected
  };
  void open_dialogue();
  bool greets_by_dialogue() const;
  bool is_playing() const;
  scenario::Template::Lookup names(const Turn& turn) const;
  std::string expand(const scenario::Template& text, const Dialogue& dialogue) const;
  Fit fit_line(const Turn& turn, std::string_view line);
  bool tolerates(const Dialogue::Miss& miss, std::string_view heard);
  void jump(const std::string& name, const scenario::Captures& captures);
  void play_dialogue(Turn& heard);
  void play_items();
  void play_item(Turn& turn, const DialogueItem& item, const scenario::Captures& captures);
  void release_owed();
  void await_content();
  bool take_message(Turn& turn);
  bool wants_octets() const;
  std::string_view octets() const;
  void take_octets(std::string_view& bytes);
  void flush_octets(std::string_view field, std::string_view value);
  void note_miss(const Dialogue::Miss& miss, std::string_view heard);

  void take_line(const wire::Line& line);
  void record_command(const smtp::Command& command, const wire::Line& line, bool garbage,
                      std::string_view dialogue);
  void record_rule(const Spoken& spoken);
  void record_near_misses(Turn& turn, const Scene& asked);
  void start_content();
  void take_content(std::string_view& bytes);
  void open_piece();
  void flush_piece();
  bool transcript_is_full();
  void end_content();
  void append(transcript::Kind kind, transcript::Direction direction, std::string_view bytes,
              const transcript::Fields& fields);

  World& world_;
  PlayPtr play_;
  bool routed_ = false;
  const Peer& peer_;
  const std::shared_ptr<transcript::Log>& log_;
  Outbox& outbox_;
  smtp::Server server_;
  wire::LineCutter cutter_;
  std::unique_ptr<Content> content_;  // while a message is being heard
  // Where the scenario has dialogues. Shared with nobody; only its type is unknown here.
  std::shared_ptr<Talk> talk_;
  std::unique_ptr<Parked> parked_;  // while a hook is asked
  Variables variables_;
  std::string state_ = "start";  // as `state` steps name it
  std::string last_verb_;
  std::uint64_t commands_ = 0;
  std::uint64_t messages_ = 0;
  std::uint64_t draws_ = 0;  // of lots, for waits
  std::size_t over_long_octets_ = 0;
  std::size_t deaf_octets_ = 0;
  bool deaf_capped_ = false;
  Instant now_;
  VirtualTime virtual_now_;
};

}  // namespace postiche::engine
