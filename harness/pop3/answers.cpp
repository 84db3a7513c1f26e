// SPDX-License-Identifier: MIT
#include "harness/base/show.h"
#include "harness/pop3/answers_about_mail.h"
#include "harness/pop3/server.h"

// What the honest server says. Asked in the order: is it a command at all, is it to be had, may it
// come here, is it well formed, can it be done. What is said of mail stands in
// answers_about_mail.cpp, what is said to the commands of extensions in extensions/.

namespace postiche::pop3 {

namespace {

Reply objection(std::string text) { return {Status::err, "", std::move(text)}; }

bool lets_in(Verb verb) {
  return verb == Verb::user || verb == Verb::pass || verb == Verb::apop || verb == Verb::auth;
}

}  // namespace

// greeting = "+OK" [resp-code] *CHAR [timestamp] *CHAR CRLF     RFC 2449 sec 3
Reply Server::greeting() const {
  std::string text = settings_->domain + " POP3 ready";
  if (!knowledge_.timestamp.empty()) text += " " + knowledge_.timestamp;
  return {Status::ok, "", std::move(text)};
}

Reply Server::answer(const Command& command) const {
  Reply reply = with_promised_code(answer_fully(command));
  reply.utf8 = utf8_;
  return reply;
}

Reply Server::answer_too_long_line() const { return objection("Line too long"); }

Reply Server::answer_fully(const Command& command) const {
  if (command.line.size() + 2 > settings_->max_line) return answer_too_long_line();
  const Verb verb = command.verb;
  if (verb == Verb::unknown) return objection(in_words(command.fault));
  const bool has_apop = verb != Verb::apop || !knowledge_.timestamp.empty();
  // Who has TLS already is told so, instead of that there is none.
  const bool has_tls = verb == Verb::stls && secured_;
  if (!has_apop || (!has_tls && !offer().allows(verb))) {
    return objection(std::string(name(verb)) + " is not implemented");
  }
  if (auto lack = object_to_lack(verb)) return *std::move(lack);
  if (!next(state_, verb)) return answer_out_of_order(command);
  if (!command.well_formed()) return objection(in_words(command.fault));
  return answer_here(command);
}

std::optional<Reply> Server::object_to_lack(Verb verb) const {
  if (secured_ || !lets_in(verb)) return std::nullopt;
  if (settings_->requires_tls) return objection("Issue STLS first");
  const bool tells = verb == Verb::user || verb == Verb::pass;
  if (!settings_->passwords_need_tls || !tells) return std::nullopt;
  return objection("Passwords are for encrypted lines only: issue STLS first");
}

Reply Server::answer_out_of_order(const Command& command) const {
  const std::string verb(name(command.verb));
  if (closing()) return objection("The session is over");
  if (state_ == State::transaction) return objection(verb + " comes before the login");
  if (command.verb == Verb::pass) return objection("USER comes before PASS");
  return objection("Log in before " + verb);
}

Reply Server::answer_here(const Command& command) const {
  const Extension* const extension = extension_of(command.verb);
  if (extension) return extension->answer(command, *this);
  switch (command.verb) {
    case Verb::capa:
      return answer_capa();
    case Verb::apop:
      return answer_apop(command);
    case Verb::noop:
      return {Status::ok, "", ""};
    default:
      return answer_about_mail(command);
  }
}

Reply Server::answer_about_mail(const Command& command) const {
  if (!maildrop_) return {Status::ok, "", "Bye"};  // QUIT is all that is left
  switch (command.verb) {
    case Verb::stat:
      return answer_stat(*maildrop_);
    case Verb::list:
      return answer_list(command, *maildrop_);
    case Verb::retr:
      return answer_retr(command, *maildrop_);
    case Verb::dele:
      return answer_dele(command, *maildrop_);
    case Verb::rset:
      return answer_rset(*maildrop_);
    default:
      return answer_update(*maildrop_);
  }
}

// capa-resp = single-line *capability "." CRLF                  RFC 2449 sec 3
Reply Server::answer_capa() const {
  std::string lines;
  for (const std::string_view line : offer().lines()) lines.append(line).append("\r\n");
  return listing("Capability list follows", std::move(lines));
}

Reply Server::answer_login(std::string_view user) const {
  Reply reply = with_promised_code(answer_to_proven(user));
  reply.utf8 = utf8_;
  return reply;
}

Reply Server::answer_to_proven(std::string_view user) const {
  if (knowledge_.comes_too_soon && knowledge_.comes_too_soon(user)) {
    return {Status::err, "LOGIN-DELAY", "Too soon after the last login"};  // RFC 2449 sec 8.1.1
  }
  const auto mailbox = knowledge_.inbox_of(user);
  // RFC 3206 sec 4
  if (!mailbox) return {Status::err, "SYS/TEMP", "The maildrop is not to be had just now"};
  // RFC 2449 sec 8.1.2
  if (mailbox->is_locked()) return {Status::err, "IN-USE", "Somebody else has the maildrop open"};
  return {Status::ok, "",
          "Maildrop has " + counted(mailbox->messages().size(), "message") + " (" +
              counted(mailbox->octets(), "octet") + ")"};
}

Reply Server::with_promised_code(Reply reply) const {
  const std::string_view promise = reply.code == "AUTH" ? "AUTH-RESP-CODE" : "RESP-CODES";
  if (!offer().offers(promise)) reply.code.clear();
  return reply;
}

}  // namespace postiche::pop3
