// SPDX-License-Identifier: MIT
#include "harness/smtp/server.h"

#include <algorithm>
#include <utility>

#include "harness/base/ascii.h"
#include "harness/smtp/faults.h"

// What a session does; what it says stands in answers.cpp.

namespace postiche::smtp {

namespace {

std::string printed(const Parameter& parameter) {
  std::string out(parameter.keyword);
  if (parameter.value) out.append("=").append(*parameter.value);
  return out;
}

// The address, or where there is none to be read what was written in its place: a scripted reply
// may say yes to anything.
std::string address_of(const Command& command) {
  if (command.path) return command.path->address();
  const std::size_t colon = command.argument.find(':');
  const std::size_t start = colon == std::string_view::npos ? 0 : colon + 1;
  return std::string(ascii::trim(command.argument.substr(start)));
}

}  // namespace

Server::Server(const Settings& settings, const mail::Store& store)
    : settings_(&settings), store_(&store) {}

void Server::apply(const Command& command, int code) {
  if (command.verb == Verb::quit || code == 421) state_ = State::closed;
  if (state_ == State::closed) return;
  const bool intermediate = code >= 300 && code < 400;
  const bool success = command.verb == Verb::data ? intermediate : code < 300;
  if (!success) {
    if (command.verb == Verb::rcpt) ++refused_recipients_;
    return;
  }
  switch (command.verb) {
    case Verb::ehlo:
    case Verb::helo:
      // A new EHLO gives up the transaction: RFC 5321 sec 4.1.4.
      forget_transaction();
      extended_ = command.verb == Verb::ehlo;
      helo_ = command.domain.empty() ? ascii::trim(command.argument) : command.domain;
      break;
    case Verb::mail:
      begin_transaction(command);
      break;
    case Verb::rcpt:
      add_recipient(command);
      break;
    case Verb::rset:
      forget_transaction();
      break;
    case Verb::auth:
      authenticated_ = authenticated_ || code == 235;  // RFC 4954 sec 4
      break;
    default:
      break;
  }
  state_ = next(state_, command.verb).value_or(forced(state_, command.verb));
}

std::optional<Transaction> Server::apply_message(int code) {
  std::optional<Transaction> accepted;
  if (code < 300) accepted = std::move(transaction_);
  forget_transaction();
  state_ = code == 421 ? State::closed : State::greeted;
  return accepted;
}

void Server::begin_transaction(const Command& command) {
  forget_transaction();
  transaction_.reverse_path = address_of(command);
  for (const Parameter& parameter : command.parameters) {
    transaction_.parameters.push_back(printed(parameter));
  }
  utf8_ = command.parameter("SMTPUTF8") != nullptr;
}

void Server::add_recipient(const Command& command) {
  transaction_.recipients.push_back(address_of(command));
  std::string& parameters = transaction_.recipient_parameters.emplace_back();
  for (const Parameter& parameter : command.parameters) {
    if (!parameters.empty()) parameters += ' ';
    parameters += printed(parameter);
  }
}

void Server::forget_transaction() {
  transaction_ = {};
  utf8_ = false;
  refused_recipients_ = 0;
}

const Offer& Server::offer() const {
  return authenticated_ && settings_->authenticated ? *settings_->authenticated : settings_->offer;
}

std::size_t Server::line_limit(Verb verb) const {
  return settings_->max_line.value_or(offer().line_limit(verb));
}

std::size_t Server::line_limit() const { return line_limit(Verb::mail); }

std::size_t Server::declared_size() const {
  for (const std::string_view parameter : transaction_.parameters) {
    if (!ascii::equal_ignoring_case(parameter.substr(0, 5), "SIZE=")) continue;
    return static_cast<std::size_t>(ascii::parse_number(parameter.substr(5)).value_or(0));
  }
  return 0;
}

// "SIZE" alone and "SIZE 0" promise nothing: RFC 1870 sec 4.
std::size_t Server::message_limit() const {
  const auto offered = ascii::parse_number(offer().argument("SIZE").value_or(""));
  if (!offered || *offered == 0) return settings_->max_message;
  return std::min(settings_->max_message, static_cast<std::size_t>(*offered));
}

bool Server::speaks_enhanced() const { return extended_ && offer().offers("ENHANCEDSTATUSCODES"); }

}  // namespace postiche::smtp
