// SPDX-License-Identifier: MIT
#pragma once
// Where a session stands, and the one table that says which command may come where.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "harness/pop3/command.h"

namespace postiche::pop3 {

// authorization: nobody known yet; named: USER was accepted; auth: an exchange of AUTH is going on;
// tls: the handshake comes next; transaction: the maildrop is open; update: QUIT was said, what was
// marked is gone; closed: over without that.
enum class State : std::uint8_t { authorization, named, auth, tls, transaction, update, closed };
inline constexpr std::size_t state_count = static_cast<std::size_t>(State::closed) + 1;

constexpr bool is_over(State state) { return state >= State::update; }

// In small letters, as a scenario writes it.
std::string_view name(State state);

// Where `verb` leads from `state` when it succeeds; nothing where it may not come.
std::optional<State> next(State state, Verb verb);

// Where `verb` leads although it may not come there, because a scripted reply said yes to it.
State forced(State state, Verb verb);

}  // namespace postiche::pop3
