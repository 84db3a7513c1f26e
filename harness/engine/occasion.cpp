// SPDX-License-Identifier: MIT
#include "harness/engine/occasion.h"

#include <algorithm>

#include "harness/scenario/vocabulary.h"

namespace postiche::engine {

using scenario::Event;

bool comes(const scenario::Trigger& trigger, const Occasion& occasion, const Scene& scene) {
  using Kind = Occasion::Kind;
  const bool is_command = occasion.kind == Kind::command;
  switch (trigger.event) {
    case Event::connect:
      return occasion.kind == Kind::connect;
    case Event::tls:
      return occasion.kind == Kind::tls;
    case Event::sasl:
      return occasion.kind == Kind::sasl;
    case Event::literal:
      return occasion.kind == Kind::literal;
    case Event::idle:
      return occasion.kind == Kind::idle;
    case Event::command:
      return is_command;
    case Event::command_named:
      return is_command && scenario::covers(trigger.verb, occasion.verb);
    case Event::first_command:
      return is_command && scene.commands == 1;
    case Event::unknown:
      return is_command && !occasion.known && !occasion.garbage;
    case Event::garbage:
      return is_command && occasion.garbage;
    case Event::data:
      return occasion.kind == Kind::data && occasion.data_octets == data_offset(trigger);
    case Event::message:
      return occasion.kind == Kind::message;
    case Event::quiet:
      return occasion.kind == Kind::quiet && occasion.time == trigger.time;
    case Event::after:
      return occasion.kind == Kind::after && occasion.time == trigger.time;
    case Event::close:
      return occasion.kind == Kind::close;
    default:
      return false;
  }
}

std::uint64_t data_offset(const scenario::Trigger& trigger) {
  return std::max<std::uint64_t>(1, trigger.after_bytes);
}

}  // namespace postiche::engine
