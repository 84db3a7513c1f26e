// SPDX-License-Identifier: MIT
#pragma once
// One connection as a value machine that is pulled: bytes and time in, effects out. No socket,
// thread, clock or callback inside.
//
//   on_connect --> [hear] --frame--> Flow: rules, honest server --> Outbox --> next_effect
//                   ^  \                                             |
//                   |   held: what came while we are busy            | due later
//                   +--------------- on_time <-- deadline() ---------+
//
// While the outbox is busy (a wait, a paced reply) the session listens but does not act, as a
// server that answers one command at a time would.

#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "harness/base/time.h"
#include "harness/engine/effect.h"
#include "harness/engine/flow.h"
#include "harness/engine/sender.h"
#include "harness/engine/stage.h"
#include "harness/scenario/answer.h"
#include "harness/wire/deflate.h"
#include "harness/wire/proxy_header.h"

namespace postiche::engine {

class Session {
 public:
  // The world outlives the session.
  Session(World& world, Peer peer);
  // We are the client: the peer was called for this errand.
  Session(World& world, Peer peer, const Errand& errand);
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  void on_connect(Instant now);
  // Returns how many bytes it took: fewer than all when it has no room to hold more just now.
  std::size_t on_bytes(std::string_view bytes, Instant now);
  // The handshake that was begun is done.
  void on_secured(const tls::Facts& facts, Instant now);
  // TLS has come to nothing, for a reason in words; `how` the connection ends, which is none where
  // nobody says anything any more.
  void on_tls_failed(std::string_view why, std::optional<Effect::Kind> how, Instant now);
  // The stream ended although TLS had not said so.
  void on_cut(Instant now);
  // The client ended its direction.
  void on_eof(Instant now);
  // The connection is gone; `how` is static: "rst", "fin".
  void on_gone(std::string_view how, Instant now);
  void on_time(Instant now);
  // What was asked with an effect is answered; an answer to anything else comes too late.
  void on_answer(std::uint64_t id, const scenario::Answer& answer, Instant now);
  // The latest question: valid at its effect.
  const Call& call() const { return flow_->director().call(); }
  // When to call on_time, if ever. Moves when the world's clock is moved.
  std::optional<Instant> deadline() const;
  // Waits to be told what others do to the mailbox that it has open; on_time() tells what there is.
  bool is_idling() const { return flow_->is_idling(); }
  bool has_news() const { return !occupied() && !stage_.outbox.ended() && flow_->has_news(); }
  // Pull until empty.
  std::optional<Effect> next_effect();

  std::uint32_t number() const { return stage_.log->connection(); }
  // Has room for more bytes.
  bool hungry() const {
    const std::size_t held = std::max(held_.size(), compression_ ? compression_->heard.size() : 0);
    return held < held_limit && !stage_.outbox.paused();
  }

 private:
  Session(World& world, Peer peer, const std::shared_ptr<transcript::Log>& log);
  // More than any client may pipeline while a reply is delayed; then the window closes.
  static constexpr std::size_t held_limit = 64 * 1024;

  void set_time(Instant now);
  void suffer(const Outage& outage);
  void digest(std::string_view& bytes);
  void digest_held();
  void become_sender(const Errand& errand);
  void flush_pending();
  void note_pending();
  // --- session_compression.cpp: RFC 4978 ---
  void begin_compression(std::string_view& bytes);
  // Digests what was heard deflated, as far as there is room.
  void expand();
  std::size_t take_deflated(std::string_view bytes);
  // --- the header of a proxy, where the scenario wants one ---
  void take_proxy_header(std::string_view& bytes);
  void record_proxy_header(std::string_view cut_short);
  void hang_up_on_proxy(std::string_view why);
  void welcome();
  // Listens but does not act.
  bool occupied() const;
  void count_out();
  void leave_unanswered();
  std::string_view leave_plaintext();
  void hear_end();
  void record_close(std::string_view how);
  VirtualTime silent_since() const;
  VirtualTime idle_end() const;
  // When a rule waits for the client's silence, or for time to pass; never where none does.
  VirtualTime quiet_end() const;
  VirtualTime after_end() const;
  void mind_timers();
  void time_out();

  Stage stage_;
  std::unique_ptr<Flow> flow_;
  std::unique_ptr<Sender> sender_;            // once we are the client
  std::unique_ptr<wire::ProxyHeader> proxy_;  // while it is heard
  struct Compression {
    wire::Inflater inflater;
    wire::Deflater deflater;
    std::string heard;      // and not inflated yet
    bool deflates = false;  // what we say
  };
  std::unique_ptr<Compression> compression_;
  std::string held_;
  VirtualTime opened_;
  VirtualTime last_heard_;
  Duration quiet_done_, after_done_;  // the longest times whose rules were asked
  bool eof_ = false;
  bool end_heard_ = false;  // of the client's direction, in its place behind all octets
  bool gone_ = false;
  bool served_ = true;          // not where it began in an outage
  bool greets_inside_ = false;  // TLS comes first, and is not there yet
  bool counted_ = false;        // among the world's open sessions
};

}  // namespace postiche::engine
