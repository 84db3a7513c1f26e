// SPDX-License-Identifier: MIT
#pragma once
// What a rule can see when it is asked: the connection, the session's past and what has just come.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "harness/base/time.h"
#include "harness/engine/reply_code.h"
#include "harness/scenario/model.h"
#include "harness/tls/facts.h"

namespace postiche::engine {

// Who is at the other end, as the transport found it.
struct Peer {
  std::string address;  // "127.0.0.1", "::1", or "unix"
  std::uint16_t port = 0;
  std::string listener;  // "smtp"
  std::uint16_t at = 0;  // the port that it came to; 0: a Unix socket
};

// What `set` steps remembered. Names are the scenario's, so there are never many.
using Variables = std::map<std::string, std::string, std::less<>>;

class Protocol;
class TallyBook;
struct Turn;

struct Scene {
  // All outlive the scene.
  Scene(const Peer& at_the_other_end, const Protocol& spoken, const Turn& at_hand)
      : peer(at_the_other_end), protocol(spoken), turn(at_hand) {}

  const Peer& peer;
  const Protocol& protocol;
  const Turn& turn;
  std::uint32_t connection = 0;
  std::uint64_t commands = 0;  // heard on this connection, the one at hand included
  std::uint64_t messages = 0;  // accepted on this connection
  std::uint64_t errors = 0;    // negative replies
  ReplyCode last_reply;
  std::string_view last_verb;  // of the command before; empty before the second
  std::string_view state;      // the scenario's name for where this connection is
  VirtualTime now;
  const tls::Facts* tls = nullptr;     // where the connection is encrypted
  const TallyBook* tallies = nullptr;  // of the run
  const Variables* own = nullptr;      // of the connection
  const Variables* shared = nullptr;   // of the run, "world.x"
};

// Values made for one look-up live here; views into them are good until the next.
using Scratch = std::string;
using Value = std::optional<std::string_view>;

inline Value hold(std::string value, Scratch& scratch) {
  scratch = std::move(value);
  return scratch;
}
inline Value hold(std::uint64_t number, Scratch& scratch) {
  return hold(std::to_string(number), scratch);
}
inline Value unless_empty(std::string_view text) {
  return text.empty() ? std::nullopt : Value(text);
}

std::optional<std::string_view> value_of(const Scene& scene, scenario::Attribute attribute,
                                         std::string_view key, Scratch& scratch);

// What a {name} in a text stands for: an attribute or a variable; none where it has no value.
std::optional<std::string> named_value(const Scene& scene, std::string_view name);

bool holds(const scenario::Condition& condition, const Scene& scene, scenario::Captures* captures);

}  // namespace postiche::engine
