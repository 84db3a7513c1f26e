// SPDX-License-Identifier: MIT
#pragma once
// Where a session stands, and the one table that says which command may come where.

#include <cstdint>
#include <optional>
#include <string_view>

#include "harness/smtp/command.h"

namespace postiche::smtp {

// fresh: connected; greeted: EHLO or HELO was accepted; mail: in a transaction without recipients;
// rcpt: with recipients; data: content is being sent; closed: over.
enum class State : std::uint8_t { fresh, greeted, mail, rcpt, data, closed };

// In small letters, as a scenario writes it.
std::string_view name(State state);

// Where `verb` leads from `state` when it succeeds; nothing where it may not come (503).
std::optional<State> next(State state, Verb verb);

// Where `verb` leads although it may not come there, because a scripted reply said yes to it.
State forced(State state, Verb verb);

}  // namespace postiche::smtp
