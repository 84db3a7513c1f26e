// SPDX-License-Identifier: MIT
#pragma once
// What checks of POP3 have in common.

#include <string>

#include "harness/judge/acts.h"
#include "harness/judge/finder.h"
#include "harness/judge/pop3/conversation.h"

namespace postiche::judge {

// The name of the verb, for sentences: "RETR".
inline std::string verb_of(const Pop3Act& act) {
  return known_or_typed(name(act.command.verb), act.command.verb_text);
}

}  // namespace postiche::judge
