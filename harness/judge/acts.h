// SPDX-License-Identifier: MIT
#pragma once
// Walking what a client did, whatever the protocol. A conversation has `acts`; an act that is a
// command has a verb.

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>

namespace postiche::judge {

template <typename Conversation>
using ActOf = typename decltype(Conversation::acts)::value_type;
template <typename Conversation>
using VerbOf = decltype(ActOf<Conversation>::command.verb);

// Calls look(act) for every command.
template <typename Conversation, typename Look>
void for_each_command(const Conversation& conversation, Look look) {
  for (const auto& act : conversation.acts) {
    if (act.kind == ActOf<Conversation>::Kind::command) look(act);
  }
}

// For each command of one of these verbs.
template <typename Conversation, typename Look>
void for_each(const Conversation& conversation, std::initializer_list<VerbOf<Conversation>> verbs,
              Look look) {
  for_each_command(conversation, [&](const auto& act) {
    if (std::find(verbs.begin(), verbs.end(), act.command.verb) != verbs.end()) look(act);
  });
}

// For sentences: the name of the verb where it is a known one, else what was typed.
inline std::string known_or_typed(std::string_view known, std::string_view typed) {
  return std::string(known.empty() ? typed : known);
}

}  // namespace postiche::judge
