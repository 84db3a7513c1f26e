// SPDX-License-Identifier: MIT
#include "harness/smtp/server.h"

#include <algorithm>
#include <utility>

#include "harness/base/ascii.h"

// What a session does; what it says stands in answers.cpp.

namespace postiche::smtp {

namespace {

// The address, or where there is none to be read what was written in its place: a scripted reply
// may say yes to anything.
std::string address_of(const Command& command) {
  if (command.path) return command.path->address();
  const std::size_t colon = command.argument.find(':');
  const std::size_t start = colon == std::string_view::npos ? 0 : colon + 1;
  return std::string(ascii::trim(command.argument.substr(start)));
}

// Whether the reply has the command's effect. DATA and AUTH go on after an intermediate one.
bool takes_effect(Verb verb, int code) {
  const bool intermediate = code >= 300 && code < 400;
  if (verb == Verb::data) return intermediate;
  return code < 300 || (verb == Verb::auth && intermediate);
}

}  // namespace

Server::Server(const Settings& settings, const store::Store& store)
    : settings_(&settings), store_(&store) {}

void Server::apply(const Command& command, int code) {
  if (command.verb == Verb::quit || code == 421) state_ = State::closed;
  if (state_ == State::closed) return;
  if (command.verb == Verb::mail) ++mails_;
  if (!takes_effect(command.verb, code)) return leave_undone(command);
  const State before = state_;
  state_ = next(state_, command.verb).value_or(forced(state_, command.verb));
  switch (command.verb) {
    case Verb::ehlo:
    case Verb::helo:
    case Verb::lhlo:
      return greet(command);
    case Verb::mail:
      return begin_transaction(command);
    case Verb::rcpt:
      return add_recipient(command);
    case Verb::bdat:
      return add_chunk(command);
    case Verb::rset:
      origin_ = {};
      return forget_transaction();
    case Verb::etrn:
    case Verb::atrn:
    case Verb::turn:
      wanted_queues_ = queues_of(command);
      return;
    case Verb::xclient:
      return become(command);
    case Verb::xforward:
      return origin_.take(command.parameters);
    case Verb::auth:
      asked_mechanism_ = ascii::to_upper(command.mechanism);
      before_auth_ = before;
      if (code < 300) apply_sasl(code);
      return;
    default:
      return;
  }
}

void Server::leave_undone(const Command& command) {
  if (command.verb == Verb::rcpt) ++refused_recipients_;
  // "The resulting state from a failed BDAT command is indeterminate": RFC 3030 sec 2. Ours is that
  // nothing but the end of the transaction helps. Where BDAT is no command it spoils nothing.
  const bool chunks = command.verb == Verb::bdat && offer().allows(Verb::bdat);
  if (chunks && (state_ == State::rcpt || state_ == State::bdat)) {
    state_ = State::bdat;
    chunk_refused_ = true;
  }
}

void Server::greet(const Command& command) {
  // A new EHLO gives up the transaction: RFC 5321 sec 4.1.4.
  forget_transaction();
  extended_ = command.verb != Verb::helo;
  helo_ = command.domain.empty() ? ascii::trim(command.argument) : command.domain;
}

std::optional<Transaction> Server::apply_message(std::span<const int> codes) {
  Transaction taken = std::move(transaction_);
  // From the end, so that those before keep their numbers. One reply is for all of them.
  for (std::size_t i = codes.size() > 1 ? taken.recipients.size() : 0; i-- > 0;) {
    if (i < codes.size() && codes[i] < 300) continue;
    taken.recipients.erase(taken.recipients.begin() + static_cast<std::ptrdiff_t>(i));
    taken.recipient_parameters.erase(taken.recipient_parameters.begin() +
                                     static_cast<std::ptrdiff_t>(i));
  }
  origin_ = {};
  const auto positive = [](int code) { return code < 300; };
  const bool accepted = std::any_of(codes.begin(), codes.end(), positive);
  forget_transaction();
  const bool closes = std::find(codes.begin(), codes.end(), 421) != codes.end();
  state_ = closes ? State::closed : State::greeted;
  return accepted ? std::optional(std::move(taken)) : std::nullopt;
}

void Server::apply_sasl(int code) {
  if (state_ == State::closed) return;
  if (code >= 300 && code < 400) return;
  state_ = code == 421 ? State::closed : before_auth_;
  if (code != 235) return;  // RFC 4954 sec 4
  authenticated_ = true;
  mechanism_ = std::move(asked_mechanism_);
  user_ = std::move(claimed_);
}

void Server::on_secured() {
  forget_client();
  secured_ = true;
}

// As after the greeting.
void Server::forget_client() {
  forget_transaction();
  state_ = State::fresh;
  extended_ = authenticated_ = false;
  for (std::string* each : {&helo_, &asked_mechanism_, &claimed_, &mechanism_, &user_}) {
    each->clear();
  }
}

// Postfix has it so: the session begins anew, on the same line, as whom the proxy says.
void Server::become(const Command& xclient) {
  forget_client();
  client_.take(xclient.parameters);
  helo_ = client_.value("HELO").value_or("");
  authenticated_ = client_.value("LOGIN").has_value();
  user_ = client_.value("LOGIN").value_or("");
  mechanism_ = authenticated_ ? "XCLIENT" : "";
}

std::vector<std::string> Server::queues_of(const Command& command) const {
  if (command.verb == Verb::turn) return {ascii::to_lower(helo_)};
  // "equivalent to specifying all domains to which the customer has access": RFC 2645 sec 5.2.1
  if (command.verb == Verb::atrn && command.queues.empty()) return store_->queues();
  std::vector<std::string> queues;
  for (const std::string_view queue : command.queues) queues.push_back(ascii::to_lower(queue));
  return queues;
}

void Server::begin_transaction(const Command& command) {
  forget_transaction();
  transaction_.reverse_path = address_of(command);
  for (const Parameter& parameter : command.parameters) {
    transaction_.parameters.emplace_back(parameter.text());
  }
  utf8_ = command.parameter("SMTPUTF8") != nullptr;
}

void Server::add_recipient(const Command& command) {
  if (command.path && offer().limit("RCPTDOMAINMAX")) {
    recipient_domains_.insert(ascii::to_lower(command.path->domain));
  }
  transaction_.recipients.push_back(address_of(command));
  std::string& parameters = transaction_.recipient_parameters.emplace_back();
  for (const Parameter& parameter : command.parameters) {
    if (!parameters.empty()) parameters += ' ';
    parameters += parameter.text();
  }
}

void Server::add_chunk(const Command& command) {
  const Chunk chunk = command.chunk.value_or(Chunk());
  chunked_ += chunk.size;
  last_chunk_ = chunk.last;
}

void Server::forget_transaction() {
  transaction_ = {};
  utf8_ = last_chunk_ = chunk_refused_ = false;
  chunked_ = 0;
  refused_recipients_ = 0;
}

Stage Server::stage() const {
  if (authenticated_) return secured_ ? Stage::tls_authenticated : Stage::authenticated;
  return secured_ ? Stage::tls : Stage::plain;
}

std::size_t Server::line_limit(Verb verb) const {
  return settings_->max_line.value_or(offer().line_limit(verb));
}

std::size_t Server::line_limit() const {
  return settings_->max_line.value_or(offer().line_limit());
}

std::optional<std::string_view> Server::mail_parameter(std::string_view keyword) const {
  for (const std::string_view parameter : transaction_.parameters) {
    const std::size_t equals = std::min(parameter.find('='), parameter.size());
    if (!ascii::equal_ignoring_case(parameter.substr(0, equals), keyword)) continue;
    return parameter.substr(std::min(equals + 1, parameter.size()));
  }
  return std::nullopt;
}

std::size_t Server::declared_size() const {
  return static_cast<std::size_t>(
      ascii::parse_number(mail_parameter("SIZE").value_or("")).value_or(0));
}

// "SIZE" alone and "SIZE 0" promise nothing: RFC 1870 sec 4.
std::size_t Server::message_limit() const {
  const auto offered = ascii::parse_number(offer().argument("SIZE").value_or(""));
  if (!offered || *offered == 0) return settings_->max_message;
  return std::min(settings_->max_message, static_cast<std::size_t>(*offered));
}

std::size_t Server::message_replies() const {
  return settings_->mode == Mode::lmtp ? transaction_.recipients.size() : 1;
}

bool Server::speaks_enhanced() const { return extended_ && offer().offers("ENHANCEDSTATUSCODES"); }

}  // namespace postiche::smtp
