// SPDX-License-Identifier: MIT
#include "harness/pop3/state.h"

// Theory of operation. A session is RFC 1939 sec 3: AUTHORIZATION, where the client says who it is;
// TRANSACTION, where it reads and marks; and after QUIT there, UPDATE, where what was marked goes.
// A command that fails leads nowhere, but a PASS that fails makes USER forgotten (server.cpp). AUTH
// and STLS lead through what is no command: an exchange (RFC 5034 sec 4), a handshake (RFC 2595
// sec 4).
//
//                  USER          PASS
//   authorization ------> named ------> transaction --QUIT--> update
//     ^  |   |   ^--------- |               ^  ^
//     |  |   +--AUTH--> auth ---- +OK ------+  |
//     |  +------STLS--> tls  (back, encrypted) |
//     +-- APOP --------------------------------+
//   QUIT leads from authorization and named to closed.

#include <array>

namespace postiche::pop3 {

namespace {

using enum State;

struct Move {
  enum class Kind : std::uint8_t { to, refused, stay };
  constexpr Move(State state) : kind(Kind::to), target(state) {}
  constexpr explicit Move(Kind what) : kind(what) {}
  Kind kind;
  State target = authorization;
};
constexpr Move no{Move::Kind::refused};
constexpr Move stay{Move::Kind::stay};

// Verbs that move alike share a column.
enum Column : std::size_t { user_is, pass_is, apop_is, login, secure, eight_bit, ask, mail, leave };
constexpr std::size_t columns = leave + 1;

struct Row {
  State state;
  std::array<Move, columns> moves;
};

// clang-format off
// RFC 1939 sec 4 to 7; RFC 5034 sec 4 (AUTH); RFC 2595 sec 4 (STLS); RFC 6856 sec 2.1 (UTF8), 3
// (LANG); RFC 2449 sec 5 (CAPA)
//                                                                        CAPA  STAT RETR
//  state           USER   PASS         APOP         AUTH  STLS      UTF8  LANG  ...       QUIT
constexpr std::array<Row, state_count> state_table = {{
  {authorization, {{named, no,          transaction, auth, State::tls, stay, stay, no,   closed}}},
  {named,         {{named, transaction, transaction, auth, State::tls, stay, stay, no,   closed}}},
  {auth,          {{no,    no,          no,          no,   no,         no,   no,   no,   no}}},
  {State::tls,    {{no,    no,          no,          no,   no,         no,   no,   no,   no}}},
  {transaction,   {{no,    no,          no,          no,   no,         no,   stay, stay, update}}},
  {update,        {{no,    no,          no,          no,   no,         no,   no,   no,   no}}},
  {closed,        {{no,    no,          no,          no,   no,         no,   no,   no,   no}}},
}};
// clang-format on

Column column_of(Verb verb) {
  switch (verb) {
    case Verb::user:
      return user_is;
    case Verb::pass:
      return pass_is;
    case Verb::apop:
      return apop_is;
    case Verb::auth:
      return login;
    case Verb::stls:
      return secure;
    case Verb::utf8:
      return eight_bit;
    case Verb::quit:
      return leave;
    case Verb::unknown:
    case Verb::capa:
    case Verb::lang:
      return ask;
    default:
      return mail;
  }
}

}  // namespace

std::optional<State> next(State state, Verb verb) {
  const Move move = state_table.at(static_cast<std::size_t>(state)).moves.at(column_of(verb));
  if (move.kind == Move::Kind::refused) return std::nullopt;
  return move.kind == Move::Kind::stay ? state : move.target;
}

State forced(State state, Verb verb) {
  if (is_over(state)) return state;
  switch (column_of(verb)) {
    // Who has a maildrop keeps it.
    case user_is:
      return state == transaction ? transaction : named;
    case pass_is:
    case apop_is:
      return transaction;
    case login:
      return auth;
    case secure:
      return State::tls;
    case leave:
      return closed;
    default:
      return state;
  }
}

std::string_view name(State state) {
  static constexpr std::array<std::string_view, state_count> names{
      "authorization", "named", "auth", "tls", "transaction", "update", "closed"};
  return names.at(static_cast<std::size_t>(state));
}

}  // namespace postiche::pop3
