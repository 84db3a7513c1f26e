// SPDX-License-Identifier: MIT
#pragma once
// The network floor: one event loop, its listeners and connections. Runs on the thread that calls
// run(); wake() is the only call for other threads.

#include <uv.h>

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "harness/base/result.h"
#include "harness/base/time.h"
#include "harness/engine/world.h"
#include "harness/tls/context.h"
#include "harness/transport/connection.h"
#include "harness/transport/peer.h"

namespace postiche::transport {

class Hub {
 public:
  // The world outlives the hub.
  explicit Hub(engine::World& world);
  ~Hub();
  Hub(const Hub&) = delete;
  Hub& operator=(const Hub&) = delete;

  // Opens a listener called `name`; gives the address it got. Errors: in use, not ours, no right.
  Result<Address> listen(const std::string& name, const Address& address);
  // Runs until stop(). `on_wake` answers wake(); `on_turn` is called after each round of events and
  // at least every `turn`.
  void run(std::function<void()> on_wake, std::function<void()> on_turn, Duration turn);
  // From any thread: on_wake soon.
  void wake();
  // From the loop's thread: close everything, then run() returns.
  void stop();
  // The world's clock was moved: every session looks at its deadline.
  void on_clock_moved();
  // What the world has planned happens if its time has come; listens or not, as the world says.
  void mind_world();
  void mind_outage();
  // Calls whom the world wants called.
  void mind_errands();

  // A session waits for an answer to `call`; `on_call`, which gives it to answer(), is told.
  void ask(const engine::Call& call, Connection* connection);
  void answer(std::uint64_t id, const scenario::Answer& answer);
  std::function<void(const engine::Call&)> on_call;

  // What the TLS sessions of this server share; made when it is first wanted.
  tls::Context& tls();
  Instant now() const;
  engine::World& world() { return world_; }
  uv_buf_t read_buffer();
  void forget(Connection* connection);
  // Whether its session waits for what others do to a mailbox: it is told of that in the next
  // round.
  void mind_idling(Connection* connection, bool idles);
  // False, and counted, where this descriptor is one of the last that the process may have.
  bool has_room_for(uv_os_fd_t descriptor);
  void report_fault(std::string what) { fault_ = std::move(what); }
  // Our own bug, if one has shown.
  const std::string& fault() const { return fault_; }
  // Connections that could not be taken for want of file descriptors.
  std::uint64_t refused() const { return refused_; }
  // Ports that could not be had again after an outage.
  const std::vector<Error>& troubles() const { return troubles_; }
  std::size_t open_connections() const { return connections_.size(); }

 private:
  struct Listener;

  // Bound but not listening: nobody else gets the address, and connections are refused.
  Result<Address> bind(const std::string& name, const Address& address);
  Result<Address> bind_tcp(Listener& listener, const Address& address);
  Result<Address> bind_unix(Listener& listener, const Address& address);
  Status open(Listener& listener);
  void refuse_connections();
  void tell_news();
  void retire(std::unique_ptr<Listener> listener);
  void on_connection(Listener& listener, int status);

  engine::World& world_;
  std::unique_ptr<tls::Context> tls_;
  uv_loop_t loop_{};
  uv_async_t async_{};
  uv_prepare_t prepare_{};
  uv_timer_t turn_timer_{};
  uv_timer_t world_timer_{};
  Instant world_due_ = Instant::never();
  std::uint64_t started_ = 0;
  std::vector<char> buffer_;
  std::vector<std::unique_ptr<Listener>> listeners_;
  std::unordered_map<Connection*, std::unique_ptr<Connection>> connections_;
  std::unordered_map<std::uint64_t, Connection*> asked_;  // until they are answered
  std::set<Connection*> idling_;
  std::function<void()> on_wake_, on_turn_;
  bool refusing_ = false;  // nothing listens
  std::vector<Error> troubles_;
  std::string fault_;
  std::uint64_t refused_ = 0;
  uv_os_fd_t last_descriptor_ = 0;
  bool stopping_ = false;
};

}  // namespace postiche::transport
