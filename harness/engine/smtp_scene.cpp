// SPDX-License-Identifier: MIT
// What conditions and texts can ask of SMTP.

#include "harness/base/ascii.h"
#include "harness/engine/smtp_flow.h"
#include "harness/mail/header.h"

namespace postiche::engine {

namespace {

using scenario::Attribute;

Value greeted_with(const smtp::Server& server) {
  // What XCLIENT says is no greeting yet.
  if (server.helo().empty() || server.state() == smtp::State::fresh) return std::nullopt;
  if (!server.extended()) return "HELO";
  return server.settings().mode == smtp::Mode::lmtp ? "LHLO" : "EHLO";
}

Value verb_of(const smtp::Command& command) {
  return command.verb == smtp::Verb::unknown ? command.verb_text : smtp::name(command.verb);
}

Value parameters_of(const smtp::Command& command, Scratch& scratch) {
  scratch.clear();
  for (const smtp::Parameter& parameter : command.parameters) {
    if (!scratch.empty()) scratch += ' ';
    scratch += parameter.text();
  }
  return scratch;
}

Value path_of(const smtp::Command* command, smtp::Verb verb, Scratch& scratch) {
  if (!command || command->verb != verb || !command->path) return std::nullopt;
  return hold(command->path->address(), scratch);
}

// Of what the command itself says, and nobody else.
Value value_in(const smtp::Command& command, Attribute attribute, Scratch& scratch) {
  switch (attribute) {
    case Attribute::verb:
      return verb_of(command);
    case Attribute::argument:
      return command.argument;
    case Attribute::line:
      return command.line;
    case Attribute::parameters:
      return parameters_of(command, scratch);
    default: {
      const smtp::Parameter* const declared = command.parameter("SIZE");
      return declared ? declared->value : std::nullopt;
    }
  }
}

}  // namespace

std::optional<std::string_view> SmtpFlow::reverse_path(const Turn& turn, Scratch& scratch) const {
  if (const Value at_hand = path_of(command_of(turn), smtp::Verb::mail, scratch)) return at_hand;
  const bool in_transaction = smtp::is_in_transaction(server_.state());
  return in_transaction ? Value(server_.transaction().reverse_path) : std::nullopt;
}

std::optional<std::string_view> SmtpFlow::recipient(const Turn& turn, Scratch& scratch) const {
  const auto& accepted = server_.transaction().recipients;
  const bool is_for_one =
      turn.occasion.kind == Occasion::Kind::message && settings().mode == smtp::Mode::lmtp;
  if (is_for_one && turn.recipient < accepted.size()) return accepted[turn.recipient];
  if (const Value at_hand = path_of(command_of(turn), smtp::Verb::rcpt, scratch)) return at_hand;
  return accepted.empty() ? std::nullopt : Value(accepted.back());
}

std::optional<std::string_view> SmtpFlow::mechanism(const Turn& turn, Scratch& scratch) const {
  const smtp::Command* const command = command_of(turn);
  if (command && command->verb == smtp::Verb::auth) {
    scratch = ascii::to_upper(command->mechanism);
    return unless_empty(scratch);
  }
  const Value tried = Flow::value_of(turn, Attribute::mechanism, {}, scratch);
  return tried ? tried : unless_empty(server_.mechanism());
}

std::optional<std::string_view> SmtpFlow::value_of(const Turn& turn, Attribute attribute,
                                                   std::string_view key, Scratch& scratch) const {
  const smtp::Command* const command = command_of(turn);
  const bool has_content = turn.occasion.kind == Occasion::Kind::message;
  switch (attribute) {
    case Attribute::client_ip:
      return server_.client().value("ADDR");
    case Attribute::helo:
      if (command && smtp::is_hello(command->verb)) return command->domain;
      return unless_empty(server_.helo());
    case Attribute::greeted_with:
      return greeted_with(server_);
    case Attribute::protocol_state:
      return smtp::name(server_.state());
    case Attribute::reverse_path:
      return reverse_path(turn, scratch);
    case Attribute::recipient:
      return recipient(turn, scratch);
    case Attribute::recipients:
      return hold(server_.transaction().recipients.size(), scratch);
    case Attribute::recipients_refused:
      return hold(server_.refused_recipients(), scratch);
    case Attribute::user:
      return unless_empty(server_.user());
    case Attribute::mechanism:
      return mechanism(turn, scratch);
    case Attribute::header: {
      auto found = has_content ? mail::field(content_->rope, key) : std::nullopt;
      return found ? hold(*std::move(found), scratch) : std::nullopt;
    }
    case Attribute::size:
      if (has_content) return hold(content_->size, scratch);
      [[fallthrough]];
    case Attribute::verb:
    case Attribute::argument:
    case Attribute::line:
    case Attribute::parameters:
      return command ? value_in(*command, attribute, scratch) : std::nullopt;
    default:
      return Flow::value_of(turn, attribute, key, scratch);
  }
}

}  // namespace postiche::engine
