// SPDX-License-Identifier: MIT
// AUTH as SMTP has it: RFC 4954 sec 4.

#include "harness/engine/smtp_flow.h"

namespace postiche::engine {

// What the mechanism makes of the command is known before anybody answers it.
void SmtpFlow::begin_login(const smtp::Command& command) {
  const std::string_view service = settings().mode == smtp::Mode::lmtp ? "lmtp" : "smtp";
  login_ = std::make_unique<Login>(command.mechanism, command.initial_response,
                                   sasl_knowledge(service, server_.offer().words("AUTH")));
}

smtp::Reply SmtpFlow::answer_login() const {
  if (auto challenge = login_->challenge()) return {334, "", *std::move(challenge)};
  return server_.answer_sasl(login_->outcome());
}

// The reply was said: to AUTH, or to a line behind it.
void SmtpFlow::believe_login(const smtp::Command* command, int code) {
  const bool was_known = server_.authenticated();
  if (login_) server_.claim(std::string(login_->user()));
  command ? server_.apply(*command, code) : server_.apply_sasl(code);
  if (server_.authenticated() && !was_known) {
    note_authenticated(server_.user(), server_.mechanism());
  }
}

}  // namespace postiche::engine
