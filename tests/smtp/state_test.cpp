// SPDX-License-Identifier: MIT
#include "harness/smtp/state.h"

#include <doctest/doctest.h>

#include <array>
#include <string_view>

#include "harness/smtp/grammar.h"
#include "harness/smtp/server.h"

using namespace postiche;
using namespace postiche::smtp;

namespace {

constexpr std::array<State, 4> states = {State::fresh, State::greeted, State::mail, State::rcpt};

// The shortest way into a state that a client has.
Server server_in(State state, const Settings& settings, const store::Store& store) {
  Server server(settings, store);
  if (state == State::fresh) return server;
  constexpr std::array<std::string_view, 4> way = {"EHLO c", "MAIL FROM:<a@x>", "RCPT TO:<b@x>",
                                                   "DATA"};
  for (std::string_view line : way) {
    if (server.state() == state) return server;
    const Command command = parse_command(state == State::closed ? "QUIT" : line);
    server.apply(command, server.answer(command).code);
  }
  return server;
}

struct Row {
  std::string_view line;
  std::array<int, 4> codes;  // fresh, greeted, mail, rcpt
};

}  // namespace

TEST_CASE("every command has its reply code in every state") {
  const Settings settings;
  const store::Store store;
  for (const Row& row : std::initializer_list<Row>{
           {"EHLO c", {250, 250, 250, 250}},
           {"HELO c", {250, 250, 250, 250}},
           {"MAIL FROM:<a@x>", {503, 250, 503, 503}},
           {"RCPT TO:<b@x>", {503, 503, 250, 250}},
           {"DATA", {503, 503, 503, 354}},
           {"RSET", {250, 250, 250, 250}},
           {"NOOP", {250, 250, 250, 250}},
           {"NOOP some words", {250, 250, 250, 250}},
           {"VRFY bob", {252, 252, 252, 252}},
           {"EXPN staff", {252, 252, 252, 252}},
           {"HELP", {214, 214, 214, 214}},
           {"HELP MAIL", {214, 214, 214, 214}},
           {"HELP ME", {504, 504, 504, 504}},
           {"QUIT", {221, 221, 221, 221}},
           // Order comes before syntax.
           {"MAIL FROM:a b", {503, 501, 503, 503}},
           {"RCPT TO:<>", {503, 503, 501, 501}},
           {"DATA now", {503, 503, 503, 501}},
           {"RSET now", {501, 501, 501, 501}},
           {"EHLO", {501, 501, 501, 501}},
           {"VRFY", {501, 501, 501, 501}},
           {"MAIL FROM:<a@x> FOO=1", {503, 555, 503, 503}},
           {"RCPT TO:<b@x> FOO=1", {503, 503, 555, 555}},
           {"FOO", {500, 500, 500, 500}},
           {"", {500, 500, 500, 500}},
           {"STARTTLS", {503, 220, 503, 503}},
           {"AUTH PLAIN", {503, 334, 503, 503}},
           {"BDAT 5 LAST", {503, 503, 503, 250}},
           {"ETRN x", {503, 251, 503, 503}},
           {"TURN", {502, 502, 502, 502}},
           {"LHLO c", {502, 502, 502, 502}},
       }) {
    for (std::size_t i = 0; i < row.codes.size(); ++i) {
      CAPTURE(row.line);
      CAPTURE(i);
      const Server server = server_in(states[i], settings, store);
      REQUIRE(server.state() == states[i]);
      CHECK(server.answer(parse_command(row.line)).code == row.codes[i]);
    }
  }
}

TEST_CASE("the commands of extensions have their reply code in every state") {
  Settings settings;
  for (const char* line : {"STARTTLS", "AUTH PLAIN", "CHUNKING", "ETRN", "ATRN", "TURN",
                           "XCLIENT NAME", "XFORWARD NAME"}) {
    settings.offer.add(line);
  }
  store::Store store;
  store.enqueue("c", {});
  for (const Row& row : std::initializer_list<Row>{
           {"STARTTLS", {503, 220, 503, 503}},
           {"AUTH PLAIN", {503, 334, 503, 503}},
           {"BDAT 5", {503, 503, 503, 250}},
           {"BDAT 5 LAST", {503, 503, 503, 250}},
           {"ETRN c", {503, 253, 503, 503}},
           {"ATRN", {503, 530, 503, 503}},
           {"TURN", {503, 250, 503, 503}},
           {"XCLIENT NAME=a", {220, 220, 503, 503}},
           {"XFORWARD NAME=a", {250, 250, 503, 503}},
           {"STARTTLS now", {503, 501, 503, 503}},
           {"BDAT x", {503, 503, 503, 501}},
       }) {
    for (std::size_t i = 0; i < row.codes.size(); ++i) {
      CAPTURE(row.line);
      CAPTURE(i);
      const Server server = server_in(states[i], settings, store);
      CHECK(server.answer(parse_command(row.line)).code == row.codes[i]);
    }
  }
}

TEST_CASE("every success leads to its state") {
  struct Way {
    Verb verb;
    std::array<State, 4> targets;  // from fresh, greeted, mail, rcpt
  };
  using enum State;
  for (const Way& way : std::initializer_list<Way>{
           {Verb::ehlo, {greeted, greeted, greeted, greeted}},
           {Verb::helo, {greeted, greeted, greeted, greeted}},
           {Verb::mail, {closed, mail, closed, closed}},  // closed: may not come
           {Verb::rcpt, {closed, closed, rcpt, rcpt}},
           {Verb::data, {closed, closed, closed, data}},
           {Verb::rset, {fresh, greeted, greeted, greeted}},
           {Verb::noop, {fresh, greeted, mail, rcpt}},
           {Verb::vrfy, {fresh, greeted, mail, rcpt}},
           {Verb::expn, {fresh, greeted, mail, rcpt}},
           {Verb::help, {fresh, greeted, mail, rcpt}},
           {Verb::bdat, {closed, closed, closed, bdat}},
           {Verb::starttls, {closed, State::tls, closed, closed}},
           {Verb::auth, {closed, State::auth, closed, closed}},
           {Verb::atrn, {closed, turned, closed, closed}},
           {Verb::etrn, {fresh, greeted, closed, closed}},
       }) {
    for (std::size_t i = 0; i < way.targets.size(); ++i) {
      CAPTURE(name(way.verb));
      CAPTURE(i);
      const auto target = next(states[i], way.verb);
      CHECK(target.value_or(closed) == way.targets[i]);
    }
  }
  for (State state : {fresh, greeted, mail, rcpt}) CHECK(next(state, Verb::quit) == closed);
}

TEST_CASE("nothing is a command where something else comes, and nothing leads back from the end") {
  using enum State;
  for (std::size_t i = 0; i < verb_count; ++i) {
    const auto verb = static_cast<Verb>(i);
    for (const State state : {data, auth, tls, turned, closed}) {
      CHECK_FALSE(next(state, verb).has_value());
    }
    CHECK(forced(closed, verb) == closed);
  }
}
