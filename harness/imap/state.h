// SPDX-License-Identifier: MIT
#pragma once
// Where a session stands, and the one table that says which command may come where: RFC 9051 sec 3.

#include <cstdint>
#include <string_view>

#include "harness/imap/command.h"

namespace postiche::imap {

// auth: an exchange of AUTHENTICATE is going on; tls: the handshake comes next; idle: until DONE;
// logout: over.
enum class State : std::uint8_t {
  not_authenticated,
  auth,
  tls,
  authenticated,
  selected,
  idle,
  logout,
};

// In small letters, as a scenario writes it.
std::string_view name(State state);

// Whether `verb` may come in `state`.
bool may_come(State state, Verb verb);

}  // namespace postiche::imap
