// SPDX-License-Identifier: MIT
#include "harness/smtp/state.h"

// Theory of operation. A session is a walk through RFC 5321 sec 3.3: greet, then any number of
// transactions MAIL, RCPT..., DATA, content; a command that fails leads nowhere. EHLO and RSET give
// up the transaction from wherever it is (sec 4.1.1.5, 4.1.4). What only asks (NOOP, HELP, VRFY,
// EXPN) may come at any time, even before the greeting (sec 4.1.4). In `data`, `auth` and `tls`
// there are no commands; the end of content, answered, leads back to `greeted`, as the end of AUTH
// does. Chunks are content and commands at once: after the first there is nothing but more of them
// (RFC 3030 sec 2).
//
//            EHLO           MAIL         RCPT          DATA
//   fresh ---------> greeted ----> mail ----> rcpt ---------> data
//     ^               ^ ^ ^ |       |        | ^ | | RCPT      |
//     | TLS is on     | | +-|-RSET--+        | +-+ | BDAT      |
//     |               | +---|-RSET, EHLO-----+     v           |
//    tls <-STARTTLS-----    |              ^ +--- bdat         |
//                     |     |              |       | LAST      |
//                     +-----|--- end of content ---+-----------+
//                           +--AUTH--> auth --235, 5yz--> greeted
//   TURN and ATRN lead from greeted to turned, QUIT from every state with commands to closed.

#include <array>
#include <cstddef>

namespace postiche::smtp {

namespace {

using enum State;

struct Move {
  enum class Kind : std::uint8_t { to, refused, stay };
  constexpr Move(State state) : kind(Kind::to), target(state) {}
  constexpr explicit Move(Kind what) : kind(what) {}
  Kind kind;
  State target = fresh;
};
constexpr Move no{Move::Kind::refused};
constexpr Move stay{Move::Kind::stay};

// Verbs that move alike share a column.
enum Column : std::size_t {
  hello,
  mail_from,
  rcpt_to,
  data_now,
  chunk,
  reset,
  quit,
  secure,
  login,
  turn,
  apart,
  others,
  columns
};

struct StateRow {
  State state;
  std::array<Move, columns> moves;
};

// clang-format off
// RFC 5321 sec 4.1.4; RFC 3030 sec 2 (BDAT); RFC 3207 sec 4 (STARTTLS); RFC 4954 sec 4 (AUTH)
//           EHLO                                             START-       TURN    ETRN
//           HELO     MAIL  RCPT  DATA  BDAT  RSET     QUIT   TLS   AUTH   ATRN    XCLIENT
//  state    LHLO                                                                  XFORWARD others
constexpr std::array<StateRow, state_count> state_table = {{
  {fresh,   {{greeted, no,   no,   no,   no,   stay,    closed, no,  no,   no,     stay,  stay}}},
  {greeted, {{greeted, mail, no,   no,   no,   greeted, closed, tls, auth, turned, stay,  stay}}},
  {mail,    {{greeted, no,   rcpt, no,   no,   greeted, closed, no,  no,   no,     no,    stay}}},
  {rcpt,    {{greeted, no,   rcpt, data, bdat, greeted, closed, no,  no,   no,     no,    stay}}},
  {bdat,    {{greeted, no,   no,   no,   bdat, greeted, closed, no,  no,   no,     no,    stay}}},
  {data,    {{no,      no,   no,   no,   no,   no,      no,     no,  no,   no,     no,    no  }}},
  {auth,    {{no,      no,   no,   no,   no,   no,      no,     no,  no,   no,     no,    no  }}},
  {tls,     {{no,      no,   no,   no,   no,   no,      no,     no,  no,   no,     no,    no  }}},
  {turned,  {{no,      no,   no,   no,   no,   no,      no,     no,  no,   no,     no,    no  }}},
  {closed,  {{no,      no,   no,   no,   no,   no,      no,     no,  no,   no,     no,    no  }}},
}};
// clang-format on

Column column_of(Verb verb) {
  switch (verb) {
    case Verb::ehlo:
    case Verb::helo:
    case Verb::lhlo:
      return hello;
    case Verb::mail:
      return mail_from;
    case Verb::rcpt:
      return rcpt_to;
    case Verb::data:
      return data_now;
    case Verb::bdat:
      return chunk;
    case Verb::rset:
      return reset;
    case Verb::quit:
      return quit;
    case Verb::starttls:
      return secure;
    case Verb::auth:
      return login;
    case Verb::turn:
    case Verb::atrn:
      return turn;
    case Verb::etrn:
    case Verb::xclient:
    case Verb::xforward:
      return apart;
    default:
      return others;
  }
}

}  // namespace

std::optional<State> next(State state, Verb verb) {
  const Move move = state_table.at(static_cast<std::size_t>(state)).moves.at(column_of(verb));
  if (move.kind == Move::Kind::refused) return std::nullopt;
  return move.kind == Move::Kind::stay ? state : move.target;
}

State forced(State state, Verb verb) {
  if (state == closed) return closed;
  switch (column_of(verb)) {
    case hello:
      return greeted;
    case mail_from:
      return mail;
    case rcpt_to:
      return rcpt;
    case data_now:
      return data;
    case chunk:
      return bdat;
    case secure:
      return tls;
    case login:
      return auth;
    case turn:
      return turned;
    case reset:
      return state == fresh ? fresh : greeted;
    case quit:
      return closed;
    default:
      return state;
  }
}

std::string_view name(State state) {
  static constexpr std::array<std::string_view, state_count> names{
      "fresh", "greeted", "mail", "rcpt", "bdat", "data", "auth", "tls", "turned", "closed"};
  return names[static_cast<std::size_t>(state)];
}

}  // namespace postiche::smtp
