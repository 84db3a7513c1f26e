// SPDX-License-Identifier: MIT
#pragma once
// What the session has decided to say and when: first in, first out, each piece with its due time.
// A piece is in the transcript before it can be pulled. Knows nothing of rules or protocols.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "harness/base/queue.h"
#include "harness/base/time.h"
#include "harness/engine/effect.h"
#include "harness/engine/reply_code.h"
#include "harness/transcript/transcript.h"

namespace postiche::engine {

class Outbox {
 public:
  // Both outlive the outbox.
  Outbox(transcript::Transcript& transcript, transcript::Log& log)
      : transcript_(transcript), log_(log) {}

  // Time goes on: what is due becomes ready. Called before anything else happens at that time.
  void set_time(Instant at, VirtualTime virtual_at);

  // Everything said from now on comes this much later.
  void wait(Duration time);
  // Later writes are cut into pieces of `bytes` with `every` between them; 0 bytes: whole again.
  // With `join`, those within that time go out together at its end.
  void pace(std::size_t bytes, Duration every, Duration join);
  // In its turn: takes nothing from the client for so long; zero: takes again.
  void pause_reading(Duration time);
  // `bytes` are kept by the log's arena, `by` outlives the run ("honest" or a rule's name).
  // A code that is none: raw bytes, no reply. `line`: of a dialogue, its id, which outlives the run
  // too.
  void say(std::string_view bytes, ReplyCode code, std::string_view by, std::string_view line = {});
  // Raw bytes so many times, kept once: together they may be larger than any memory.
  void send(std::string_view bytes, std::uint64_t times, std::string_view by,
            std::string_view line);
  void end(Effect how, std::string_view how_name, std::string_view by);
  void end(Effect::Kind how, std::string_view how_name, std::string_view by) {
    end(Effect{how}, how_name, by);
  }
  // In its turn: what is said from now on is compressed.
  void begin_compression() { plan({.effect = {Effect::Kind::compress}}); }
  // In its turn: the handshake begins, and what is said from now on waits until it is done.
  enum class TlsRole { server, client };
  void begin_tls(std::shared_ptr<const tls::Settings> settings, TlsRole role = TlsRole::server);
  void secured();
  bool is_securing() const { return securing_; }

  // The window is closed just now.
  bool paused() const { return paused_until_.has_value(); }
  // When the window was opened again.
  VirtualTime resumed_at() const { return resumed_at_; }
  // When something is to be done that nobody waits for.
  VirtualTime next_chore() const;

  // Something is still to be said or waited for: the session listens but does not act.
  bool busy() const { return securing_ || !planned_.empty() || resume_ > virtual_now_; }
  // Waits for something that never comes.
  bool stuck() const { return due().is_never() && busy(); }
  VirtualTime due() const;
  bool ended() const { return ended_; }
  // Something was said, and when the latest of it was.
  bool has_spoken() const { return spoken_; }
  VirtualTime last_said() const { return last_said_; }
  // Nobody is left who waits for what is planned.
  void give_up();
  // What is sent many times comes one by one, and time is when it is taken.
  std::optional<Effect> pull();
  // The client has not taken all that was said; it never will.
  bool is_unread() const { return !ready_.empty(); }
  void drop_unread() { ready_.clear(); }
  ReplyCode last_code() const { return last_code_; }
  // How many replies were negative.
  std::uint64_t negatives() const { return negatives_; }

 private:
  struct Item {
    VirtualTime due = {};
    Effect effect = {};
    ReplyCode code = {};
    std::string_view by = {}, how = {}, line = {};
    std::size_t piece = 0;
    std::size_t cut = 0;  // octets of it that are said
    Duration every = {};
    Duration join = {};
    std::optional<Duration> pause = {};  // no octets and no end: reading
  };

  // Behind all that is planned.
  void plan(Item item);
  // The same, cut and joined as writes are just now.
  void plan_paced(Item item);
  void release();
  void mind_chores();
  void send_joined();
  void set_reading(Duration pause);
  void end_direction(const Item& item);
  bool release_piece(Item& item);  // true: the item is done
  void release_whole(Item& item);
  enum class Form { whole, announced, piece };
  void record(Item& item, std::string_view bytes, Form form);

  transcript::Transcript& transcript_;
  transcript::Log& log_;
  Instant now_;
  VirtualTime virtual_now_;
  VirtualTime resume_;  // when the next thing may be said
  std::size_t piece_ = 0;
  Duration every_, join_;
  Queue<Item> joined_;  // due, and held back until joined_due_
  VirtualTime joined_due_ = VirtualTime::never();
  std::optional<VirtualTime> paused_until_;
  VirtualTime resumed_at_;
  Queue<Item> planned_;
  Queue<Effect> ready_;
  ReplyCode last_code_;
  std::uint64_t negatives_ = 0;
  bool ended_ = false;
  VirtualTime last_said_;
  bool spoken_ = false;
  bool securing_ = false;  // the handshake goes on
  bool mute_ = false;      // our direction is ended: nothing can be said any more
};

}  // namespace postiche::engine
