// SPDX-License-Identifier: MIT
#pragma once
// Where a session stands, and the one table that says which command may come where.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "harness/smtp/command.h"

namespace postiche::smtp {

// fresh: connected; greeted: EHLO or HELO was accepted; mail: in a transaction without recipients;
// rcpt: with recipients; bdat: chunks of content have come; data: content is being sent; auth: an
// exchange of AUTH is going on; tls: the handshake comes next; turned: the client is the server now
// (TURN, ATRN); closed: over.
enum class State : std::uint8_t {
  fresh,
  greeted,
  mail,
  rcpt,
  bdat,
  data,
  auth,
  tls,
  turned,
  closed
};
inline constexpr std::size_t state_count = static_cast<std::size_t>(State::closed) + 1;

// MAIL was accepted, and the message is not over yet.
constexpr bool is_in_transaction(State state) {
  return state >= State::mail && state <= State::data;
}

// In small letters, as a scenario writes it.
std::string_view name(State state);

// Where `verb` leads from `state` when it succeeds; nothing where it may not come (503).
std::optional<State> next(State state, Verb verb);

// Where `verb` leads although it may not come there, because a scripted reply said yes to it.
State forced(State state, Verb verb);

}  // namespace postiche::smtp
