// SPDX-License-Identifier: MIT
#pragma once
// One accepted connection: pumps bytes and time into a session and its effects out to the socket.
// Knows nothing of what the bytes mean.

#include <uv.h>

#include <cstddef>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "harness/engine/session.h"
#include "harness/tls/filter.h"
#include "harness/transport/peer.h"

namespace postiche::transport {

class Hub;

class Connection {
 public:
  explicit Connection(Hub& hub);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Takes the connection that waits at `listener`; from then on the connection belongs to the loop
  // and tells the hub when it is no more. False: there was none, or not for us.
  bool accept(uv_stream_t* listener, const std::string& listener_name, std::uint16_t port);
  // Calls somebody; a number of the address, never a name. Else as accept().
  void dial(uv_loop_t* loop, const Address& address, engine::Errand errand);
  // The world's clock was moved, or real time has come.
  void on_time();
  // Its session has something to tell that nobody has asked for.
  bool has_news() const { return !closed_ && session_ && session_->has_news(); }
  // What its session has asked is answered.
  void on_answer(std::uint64_t id, const scenario::Answer& answer);
  // Closes without another word: the run is over.
  void shut();

 private:
  void on_read(ssize_t size, const char* data);
  void feed(std::string_view bytes);
  void acknowledge();
  void hear_end();
  void pump();
  bool pull_effects();
  void perform(const engine::Effect& effect);
  void gather(std::string_view bytes);
  void flush();
  void queue_write(std::string_view bytes);
  void reset();
  void end_direction(bool linger);
  void mind_reading();
  void arm();
  void start_timer(Instant due);
  void gone(std::string_view how);
  void destroy();
  // A bug of ours costs this connection, not the others, and fails the run.
  template <typename Act>
  void guarded(Act&& act) {
    try {
      act();
    } catch (const std::exception& fault) {
      tell_fault(fault.what());
      destroy();
    }
  }
  void tell_fault(std::string what);

  // --- connection_dial.cpp ---
  void on_dialed(int status);

  // --- connection_tls.cpp ---
  void begin_tls(const engine::Effect& effect);
  void break_tls(const tls::Break& how);
  // What the peer has sent in cipher.
  void hear(std::string_view ciphertext);
  void mind_filter();

  uv_stream_t* stream() { return &stream_.as_stream; }

  Hub& hub_;
  std::optional<engine::Session> session_;  // from the moment the peer is known
  union {
    uv_handle_t as_handle;
    uv_stream_t as_stream;
    uv_tcp_t tcp;
    uv_pipe_t pipe;
  } stream_{};
  uv_timer_t timer_{};
  uv_shutdown_t shutdown_{};
  struct Dialing;
  std::unique_ptr<Dialing> dialing_;                                 // until there is a session
  std::unique_ptr<tls::Filter> filter_;                              // from the handshake on
  tls::Filter::State filter_state_ = tls::Filter::State::handshake;  // as the session knows it
  std::string unheard_;        // read, but the filter had no room
  std::string overflow_;       // read, but the session had no room
  std::string joined_;         // several writes that go as one
  std::string_view gathered_;  // the same, or the single write so far: no copy
  std::size_t unflushed_ = 0;  // said since the latest flush
  bool clogged_ = false;       // the client has enough to read, and the session more to say
  Instant armed_ = Instant::never();
  int handles_ = 0;  // not yet closed by the loop
  bool reading_ = false;
  bool unanswered_ = false;  // nothing was said since the latest octets were heard
  bool finishing_ = false;   // close as soon as all is written
  bool lingering_ = false;   // our direction is ended; hearing what still comes
  bool closed_ = false;
};

}  // namespace postiche::transport
