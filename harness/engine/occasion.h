// SPDX-License-Identifier: MIT
#pragma once
// What has happened, as rules and tallies are asked about it.

#include <cstdint>
#include <string_view>

#include "harness/engine/scene.h"
#include "harness/scenario/condition.h"

namespace postiche::engine {

struct Occasion {
  enum class Kind {
    connect,
    tls,
    command,
    sasl,
    literal,  // announced, and nothing of it heard
    idle,     // begun, and the client was told so
    data,
    message,
    quiet,
    after,
    close,
  };
  Kind kind = Kind::connect;
  std::string_view verb;          // command: in capitals, as typed where unknown
  bool known = true;              // command: the protocol knows the verb
  bool garbage = false;           // command: no command at all
  std::uint64_t data_octets = 0;  // data: heard of this message's content
  Duration time;                  // quiet, after: which

  // The client waits for an answer: the honest server has one.
  bool wants_answer() const {
    return kind == Kind::connect || kind == Kind::command || kind == Kind::sasl ||
           kind == Kind::literal || kind == Kind::message;
  }
};

// Whether the occasion is what the trigger waits for.
bool comes(const scenario::Trigger& trigger, const Occasion& occasion, const Scene& scene);

// How much content a data trigger waits for; one that names no size, for the first octet.
std::uint64_t data_offset(const scenario::Trigger& trigger);

}  // namespace postiche::engine
