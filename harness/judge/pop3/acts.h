// SPDX-License-Identifier: MIT
#pragma once
// What checks of POP3 have in common: walking the commands, and judging by what the grammar found
// odd.

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>

#include "harness/judge/finder.h"
#include "harness/judge/pop3/conversation.h"

namespace postiche::judge {

// Calls look(act) for every command line.
template <typename Look>
void for_each_command(const Pop3Conversation& conversation, Look look) {
  for (const Pop3Act& act : conversation.acts) {
    if (act.kind == Pop3Act::Kind::command) look(act);
  }
}

// For each command of one of these verbs.
template <typename Look>
void for_each(const Pop3Conversation& conversation, std::initializer_list<pop3::Verb> verbs,
              Look look) {
  for_each_command(conversation, [&](const Pop3Act& act) {
    if (std::find(verbs.begin(), verbs.end(), act.command.verb) != verbs.end()) look(act);
  });
}

// The name of the verb, for sentences: "RETR".
inline std::string verb_of(const Pop3Act& act) {
  const std::string_view known = name(act.command.verb);
  return std::string(known.empty() ? act.command.verb_text : known);
}

}  // namespace postiche::judge
