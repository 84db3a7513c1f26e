// SPDX-License-Identifier: MIT
#include "harness/smtp/state.h"

// Theory of operation. A session is a walk through RFC 5321 sec 3.3: greet, then any number of
// transactions MAIL, RCPT..., DATA, content; a command that fails leads nowhere. EHLO and RSET give
// up the transaction from wherever it is (sec 4.1.1.5, 4.1.4). What only asks (NOOP, HELP, VRFY,
// EXPN) may come at any time, even before the greeting (sec 4.1.4). In `data` there are no
// commands, and the end of content, answered, leads back to `greeted`.
//
//            EHLO           MAIL         RCPT          DATA
//   fresh ---------> greeted ----> mail ----> rcpt ---------> data
//                     ^ ^ ^         |        | ^ | RCPT        |
//                     | | +--RSET---+        | +-+             |
//                     | +----RSET, EHLO------+                 |
//                     +---------- end of content --------------+
//   QUIT leads from every state but data to closed.

#include <array>
#include <cstddef>

namespace postiche::smtp {

namespace {

using enum State;

struct Move {
  enum class Kind : std::uint8_t { to, refused, stay };
  Kind kind;
  State target = fresh;
};
constexpr Move no{Move::Kind::refused};
constexpr Move stay{Move::Kind::stay};
constexpr Move to(State target) { return {Move::Kind::to, target}; }

// Verbs that move alike share a column.
enum Column : std::size_t { hello, mail_from, rcpt_to, data_now, reset, quit, others, columns };

struct Row {
  State state;
  std::array<Move, columns> moves;
};

// clang-format off
// RFC 5321 sec 4.1.4
//  state      EHLO HELO    MAIL      RCPT      DATA      RSET         QUIT        others
constexpr std::array<Row, 6> table = {{
  {fresh,   {{ to(greeted), no,       no,       no,       stay,        to(closed), stay }}},
  {greeted, {{ to(greeted), to(mail), no,       no,       to(greeted), to(closed), stay }}},
  {mail,    {{ to(greeted), no,       to(rcpt), no,       to(greeted), to(closed), stay }}},
  {rcpt,    {{ to(greeted), no,       to(rcpt), to(data), to(greeted), to(closed), stay }}},
  {data,    {{ no,          no,       no,       no,       no,          no,         no   }}},
  {closed,  {{ no,          no,       no,       no,       no,          no,         no   }}},
}};
// clang-format on

Column column_of(Verb verb) {
  switch (verb) {
    case Verb::ehlo:
    case Verb::helo:
      return hello;
    case Verb::mail:
      return mail_from;
    case Verb::rcpt:
      return rcpt_to;
    case Verb::data:
      return data_now;
    case Verb::rset:
      return reset;
    case Verb::quit:
      return quit;
    default:
      return others;
  }
}

}  // namespace

std::optional<State> next(State state, Verb verb) {
  const Move move = table.at(static_cast<std::size_t>(state)).moves.at(column_of(verb));
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
    case reset:
      return state == fresh ? fresh : greeted;
    case quit:
      return closed;
    default:
      return state;
  }
}

std::string_view name(State state) {
  static constexpr std::array<std::string_view, 6> names{"fresh", "greeted", "mail",
                                                         "rcpt",  "data",    "closed"};
  return names[static_cast<std::size_t>(state)];
}

}  // namespace postiche::smtp
