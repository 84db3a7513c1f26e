// SPDX-License-Identifier: MIT
#include "harness/pop3/server.h"

#include <memory>
#include <utility>

// What a session does; what it says stands in answers.cpp.

namespace postiche::pop3 {

Server::Server(const Settings& settings, Knowledge knowledge)
    : settings_(&settings), knowledge_(std::move(knowledge)) {}

void Server::apply(const Command& command, Status status) {
  if (closing()) return;
  // That only asks for the mechanisms.
  if (command.verb == Verb::auth && command.mechanism.empty()) return;
  // An exchange goes on after a challenge; nothing else does.
  const bool goes_on = status == Status::challenge && command.verb == Verb::auth;
  if (status != Status::ok && !goes_on) return leave_undone(command.verb);
  state_ = next(state_, command.verb).value_or(forced(state_, command.verb));
  if (command.verb == Verb::auth && status == Status::ok) return apply_sasl(status);
  take_effect(command);
}

void Server::leave_undone(Verb verb) {
  if (verb == Verb::quit) {
    state_ = State::closed;
    maildrop_.reset();
  }
  // A PASS that fails uses up its USER: RFC 1939 sec 7 has it follow immediately.
  const bool forgets = verb == Verb::pass || verb == Verb::apop;
  if (!forgets || state_ != State::named) return;
  state_ = State::authorization;
  user_.clear();
}

void Server::take_effect(const Command& command) {
  const bool has = maildrop_ && command.message && maildrop_->has(*command.message);
  switch (command.verb) {
    case Verb::user:
      if (!maildrop_) user_ = command.user;
      return;
    case Verb::pass:
      return open_maildrop(std::string(user_));
    case Verb::apop:
      return open_maildrop(command.user);
    case Verb::utf8:
      utf8_ = true;
      return;
    case Verb::dele:
      if (has) maildrop_->mark(*command.message);
      return;
    case Verb::rset:
      if (maildrop_) maildrop_->unmark_all();
      return;
    case Verb::quit:
      if (maildrop_ && state_ == State::update) maildrop_->remove_marked();
      maildrop_.reset();
      return;
    default:
      return;
  }
}

// A scripted reply may let in who has no mailbox, and at any time: he finds an empty one.
void Server::open_maildrop(std::string_view user) {
  state_ = State::transaction;
  if (maildrop_) return;
  authenticated_ = true;
  user_ = user;
  auto mailbox = knowledge_.inbox_of(user_);
  if (!mailbox) mailbox = std::make_shared<store::Mailbox>(1);
  maildrop_.emplace(std::move(mailbox));
}

void Server::apply_sasl(Status status) {
  if (closing() || status == Status::challenge) return;
  state_ = maildrop_ ? State::transaction : State::authorization;
  if (status == Status::ok) open_maildrop(claimed_);
}

void Server::abandon() {
  if (!closing()) state_ = State::closed;
  maildrop_.reset();
}

void Server::on_secured() {
  secured_ = true;
  state_ = State::authorization;
  utf8_ = authenticated_ = false;
  user_.clear();
  claimed_.clear();
  maildrop_.reset();
}

Stage Server::stage() const {
  if (maildrop_) return secured_ ? Stage::tls_authenticated : Stage::authenticated;
  return secured_ ? Stage::tls : Stage::plain;
}

}  // namespace postiche::pop3
