// SPDX-License-Identifier: MIT
#pragma once
// A run in memory: clients talk to a world of their own without a socket, a thread or a clock.
// Octets go in, octets come out, and time stands still until somebody moves it. Safe from any
// thread: one at a time.
//
// TLS does not exist here. Where a handshake would begin it is taken for done, unless the scenario
// breaks it off: what is said from then on is said as if inside, and nobody looks at certificates.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "harness/base/result.h"
#include "harness/base/time.h"
#include "harness/scenario/model.h"
#include "harness/server/evidence.h"
#include "harness/server/views.h"

namespace postiche::server {

class Conversation : public Evidence {
 public:
  // `start` is where the virtual clock stands, unless the scenario says so.
  Conversation(scenario::ScenarioPtr scenario, VirtualTime start);
  ~Conversation() override;
  Conversation(const Conversation&) = delete;
  Conversation& operator=(const Conversation&) = delete;

  // A client connects; gives its number. Errors: no such service, an outage.
  Result<std::uint32_t> open(const std::string& service);
  // Octets of this client, as they are. Those that come when the connection is over are lost, as on
  // a network.
  void say(std::uint32_t client, std::string_view octets);
  // The client ends its direction, or drops the connection.
  void end(std::uint32_t client);
  void abort(std::uint32_t client);
  // All that it was told, and whether the server, or it itself, has ended the connection.
  std::string told(std::uint32_t client) const;
  bool is_closed(std::uint32_t client) const;

  // What a `call` step asks, if there is any; its client waits until it is answered. Web servers
  // are never asked.
  std::optional<HookCall> next_call();
  // As Server::answer_call().
  void answer_call(const HookCall& call, const std::string& json, const std::string& problem);

  Result<std::uint32_t> deliver(const Parcel& parcel);
  VirtualTime virtual_now() const;
  // What falls due on the way happens in its order.
  void advance_clock(Duration by);
  // No mail, no memory of rules, an empty transcript; open connections stay.
  void reset();

 private:
  class Impl;

  // The implementation, held while it is used.
  class Held;
  Held held() const;

  void look(const std::function<void(const engine::World&)>& act) const override;
  transcript::Secrets secrets() const override;

  std::unique_ptr<Impl> impl_;
};

}  // namespace postiche::server
