// SPDX-License-Identifier: MIT
#include "harness/pop3/state.h"

#include <doctest/doctest.h>

#include <array>

using namespace postiche;
using namespace postiche::pop3;

TEST_CASE("every success leads to its state") {
  using enum State;
  struct Way {
    Verb verb;
    std::array<State, 3> targets;  // from authorization, named, transaction; closed: may not come
  };
  for (const Way& way : std::initializer_list<Way>{
           {Verb::user, {named, named, closed}},
           {Verb::pass, {closed, transaction, closed}},
           {Verb::apop, {transaction, transaction, closed}},
           {Verb::auth, {State::auth, State::auth, closed}},
           {Verb::stls, {State::tls, State::tls, closed}},
           {Verb::capa, {authorization, named, transaction}},
           {Verb::lang, {authorization, named, transaction}},
           {Verb::utf8, {authorization, named, closed}},
           {Verb::stat, {closed, closed, transaction}},
           {Verb::list, {closed, closed, transaction}},
           {Verb::uidl, {closed, closed, transaction}},
           {Verb::retr, {closed, closed, transaction}},
           {Verb::top, {closed, closed, transaction}},
           {Verb::dele, {closed, closed, transaction}},
           {Verb::noop, {closed, closed, transaction}},
           {Verb::rset, {closed, closed, transaction}},
       }) {
    constexpr std::array from = {authorization, named, transaction};
    for (std::size_t i = 0; i < from.size(); ++i) {
      CAPTURE(name(way.verb));
      CAPTURE(i);
      CHECK(next(from[i], way.verb).value_or(closed) == way.targets[i]);
    }
  }
  CHECK(next(transaction, Verb::quit) == update);
  CHECK(next(authorization, Verb::quit) == closed);
  CHECK(next(named, Verb::quit) == closed);
}

TEST_CASE("nothing is a command where something else comes, and nothing leads back from the end") {
  using enum State;
  for (std::size_t i = 0; i < verb_count; ++i) {
    const auto verb = static_cast<Verb>(i);
    for (const State state : {State::auth, State::tls, update, closed}) {
      CHECK_FALSE(next(state, verb).has_value());
    }
    CHECK(forced(closed, verb) == closed);
    CHECK(forced(update, verb) == update);
  }
}
