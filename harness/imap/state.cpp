// SPDX-License-Identifier: MIT
#include "harness/imap/state.h"

// Theory of operation: RFC 9051 sec 3.4.
//
//   not-authenticated --LOGIN, AUTHENTICATE--> authenticated --SELECT, EXAMINE--> selected
//      ^  |  ^                                   ^  |  ^                             |
//      |  |  +---------UNAUTHENTICATE------------+  |  +--CLOSE, UNSELECT, a SELECT that fails
//      |  +--STARTTLS--> tls --handshake--> (not-authenticated)
//      |                                   IDLE, from either: idle, until DONE
//      any --LOGOUT--> logout

namespace postiche::imap {

namespace {

// A set of states.
constexpr unsigned bit(State state) { return 1U << static_cast<unsigned>(state); }
constexpr unsigned clear = bit(State::not_authenticated);
constexpr unsigned open = bit(State::selected);
constexpr unsigned known = bit(State::authenticated) | open;
constexpr unsigned any = clear | known;

struct Row {
  Verb verb;
  unsigned states;
};

constexpr Row state_table[] = {
    // RFC 9051 sec 6.1
    {Verb::capability, any},
    {Verb::noop, any},
    {Verb::logout, any},
    {Verb::id, any},
    // sec 6.2
    {Verb::starttls, clear},
    {Verb::authenticate, clear},
    {Verb::login, clear},
    // RFC 4978 sec 3: at any time once somebody is known; other servers wait for that too
    {Verb::compress, known},
    // sec 6.3
    {Verb::enable, known},
    {Verb::select, known},
    {Verb::examine, known},
    {Verb::create, known},
    {Verb::delete_, known},
    {Verb::rename, known},
    {Verb::subscribe, known},
    {Verb::unsubscribe, known},
    {Verb::list, known},
    {Verb::lsub, known},
    {Verb::namespace_, known},
    {Verb::status, known},
    {Verb::append, known},
    {Verb::idle, known},
    {Verb::unauthenticate, known},
    {Verb::getquota, known},
    {Verb::getquotaroot, known},
    {Verb::setquota, known},
    {Verb::getmetadata, known},
    {Verb::setmetadata, known},
    {Verb::notify, known},
    // sec 6.4
    {Verb::check, open},
    {Verb::close, open},
    {Verb::unselect, open},
    {Verb::expunge, open},
    {Verb::search, open},
    {Verb::sort, open},
    {Verb::thread, open},
    {Verb::fetch, open},
    {Verb::store, open},
    {Verb::copy, open},
    {Verb::move, open},
    {Verb::replace, open},
};

}  // namespace

std::string_view name(State state) {
  constexpr std::string_view names[] = {"not-authenticated", "auth", "tls",   "authenticated",
                                        "selected",          "idle", "logout"};
  return names[static_cast<std::size_t>(state)];
}

bool may_come(State state, Verb verb) {
  for (const Row& row : state_table) {
    if (row.verb == verb) return (row.states & bit(state)) != 0;
  }
  return false;
}

}  // namespace postiche::imap
