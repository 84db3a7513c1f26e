// SPDX-License-Identifier: MIT
#pragma once
// What is being answered, and what has become of it so far.

#include <string>

#include "harness/engine/command.h"
#include "harness/engine/occasion.h"

namespace postiche::engine {

struct Turn {
  Occasion occasion;
  const Command* command = nullptr;
  bool over_long = false;
  bool answered = false;
  bool effect_done = false;
  bool discard = false;
  bool hang_up = false;       // the client was told that it is to leave
  std::string hint;           // why no rule spoke, where the scenario wants replies to say so
  bool changes_role = false;  // a step has said how
  bool jumps = false;         // a dialogue goes on with it
  std::size_t recipient = 0;  // message in LMTP: which of the accepted ones it is for
};

// A turn that outlives its moment, with all that it looks at.
struct KeptTurn {
  KeptTurn() = default;
  explicit KeptTurn(const Turn& moment) : turn(moment), verb(moment.occasion.verb) {
    turn.occasion.verb = verb;
    if (!moment.command) return;
    command = *moment.command;
    turn.command = &command;
  }
  KeptTurn(const KeptTurn&) = delete;
  KeptTurn& operator=(const KeptTurn&) = delete;

  Turn turn;
  Command command;
  std::string verb;
};

}  // namespace postiche::engine
