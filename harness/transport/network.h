// SPDX-License-Identifier: MIT
#pragma once
// A network in memory: drives the sessions of one world without a socket, a thread or a clock. Time
// stands still until somebody moves it. What the clients do is the affair of whoever plays them.

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "harness/engine/session.h"
#include "harness/engine/world.h"

namespace postiche::transport {

class Network {
 public:
  // Sees what sessions want done, in this order, and may let the client act on it at once.
  using Watcher = std::function<void(std::uint32_t client, const engine::Effect& effect)>;

  // The world outlives it.
  Network(engine::World& world, Watcher watcher) : world_(world), watcher_(std::move(watcher)) {}
  Network(const Network&) = delete;
  Network& operator=(const Network&) = delete;

  // Clients are told apart by numbers of the caller's choice.
  void connect(std::uint32_t client, engine::Peer peer);
  // One segment of what the client says. False: nobody hears it, since the connection is over or in
  // the midst of a handshake.
  bool say(std::uint32_t client, std::string_view segment);
  // The client has said all for now. A connection that the session wants gone goes only here, so
  // that the cuts between segments make no difference.
  void rest(std::uint32_t client);
  // The client ends its direction; its stream ends, of which TLS had said nothing; it is lost.
  void end(std::uint32_t client);
  void cut(std::uint32_t client);
  void drop(std::uint32_t client, std::string_view how) { lose(clients_.at(client), how); }
  // The handshake that the client is in, if any, is done, or has come to nothing.
  void secure(std::uint32_t client, const tls::Facts& facts);
  void fail_tls(std::uint32_t client, std::string_view why);
  // What its session asks, valid at its effect; and the answer.
  const engine::Call& call(std::uint32_t client) const;
  void answer(std::uint32_t client, std::uint64_t id, const scenario::Answer& answer);
  // The server is stopped: every connection is gone.
  void shut();

  // Time goes on, from deadline to deadline.
  void advance(Instant end);
  // Those who wait for news of others have them.
  void settle();

  Instant now() const { return now_; }
  // The client has ended its direction, or the connection is gone.
  bool is_over(std::uint32_t client) const;
  // How many octets of what it said are still on their way: its session has no room.
  std::size_t unheard(std::uint32_t client) const { return clients_.at(client).unheard.size(); }

 private:
  struct Client {
    Client(engine::World& world, engine::Peer peer) : session(world, std::move(peer)) {}

    engine::Session session;
    std::string unheard;
    std::string_view doom;  // how the connection goes, as soon as the client rests
    bool has_ended = false;
    bool is_closing = false;  // the server's direction is ended
    bool is_securing = false;
    bool is_gone = false;
  };

  static std::optional<Instant> deadline(const Client& client);
  Instant deadline() const;
  void hear(Client& client, std::string_view bytes);
  void wake(std::uint32_t number, Client& client);
  // All that follows from what the session was just told.
  void follow(std::uint32_t number);
  void pump(std::uint32_t number, Client& client);
  void perform(std::uint32_t number, Client& client, const engine::Effect& effect);
  void lose(Client& client, std::string_view how);

  engine::World& world_;
  Watcher watcher_;
  std::map<std::uint32_t, Client> clients_;
  Instant now_{};
};

}  // namespace postiche::transport
