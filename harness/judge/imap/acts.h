// SPDX-License-Identifier: MIT
#pragma once
// What checks of IMAP have in common: walking the commands.

#include <string>
#include <variant>

#include "harness/judge/acts.h"
#include "harness/judge/finder.h"
#include "harness/judge/imap/conversation.h"
#include "harness/judge/lines.h"

namespace postiche::judge {

// For each command with arguments of this form: look(act, arguments).
template <typename Arguments, typename Look>
void for_each_with(const ImapConversation& conversation, Look look) {
  for_each_command(conversation, [&](const ImapAct& act) {
    const auto* const arguments = std::get_if<Arguments>(&act.command.arguments);
    if (arguments) look(act, *arguments);
  });
}

// The name of the verb, for sentences: "UID FETCH".
inline std::string verb_of(const ImapAct& act) {
  return known_or_typed(imap::full_name(act.command), act.command.verb_text);
}

// A password that a file does not tell is no word of the grammar.
inline bool is_readable(const ImapAct& act) {
  const bool logs_in = act.is(imap::Verb::login) || act.is(imap::Verb::authenticate);
  return !logs_in || !is_masked(act.command.line);
}

}  // namespace postiche::judge
