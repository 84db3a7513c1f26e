// SPDX-License-Identifier: MIT
#include <algorithm>

#include "harness/smtp/extensions/list.h"
#include "harness/smtp/faults.h"
#include "harness/smtp/server.h"

// What the honest server says: RFC 5321 sec 4.3.2 for the codes, RFC 3463 sec 3 for the enhanced
// ones, RFC 5248 for the newer of these. Asked in the order: is it a command at all, is it to be
// had, may it come here, is it well formed, can it be done. What is said to mail and content stands
// in answers_to_mail.cpp, what is said to the commands of extensions in extensions/.

namespace postiche::smtp {

namespace {

constexpr std::string_view too_long = "Line too long";

// To be had whatever is required: these are how it is done. RFC 3207 sec 4, RFC 4954 sec 6. What a
// proxy says comes before everything else.
bool is_always_had(Verb verb) {
  constexpr Verb verbs[] = {Verb::ehlo, Verb::lhlo,     Verb::noop,    Verb::rset,
                            Verb::quit, Verb::starttls, Verb::xclient, Verb::xforward};
  return std::find(std::begin(verbs), std::end(verbs), verb) != std::end(verbs);
}

}  // namespace

Server::Answer Server::answer_of(Verb verb) {
  switch (verb) {
    case Verb::ehlo:
    case Verb::lhlo:
      return &Server::answer_ehlo;
    case Verb::helo:
      return &Server::answer_helo;
    case Verb::mail:
      return &Server::answer_mail;
    case Verb::rcpt:
      return &Server::answer_rcpt;
    case Verb::data:
      return &Server::answer_data;
    case Verb::rset:
    case Verb::noop:
      return &Server::answer_ok;
    case Verb::quit:
      return &Server::answer_quit;
    default:
      return &Server::answer_not_implemented;
  }
}

Reply Server::greeting() const {
  return {220, "", settings_->domain + (settings_->mode == Mode::lmtp ? " LMTP" : " ESMTP")};
}

Reply Server::answer(const Command& command) const {
  Reply reply = answer_fully(command);
  // Never in replies to EHLO and HELO: RFC 2034 sec 4.
  if (is_hello(command.verb)) reply.enhanced.clear();
  return reply;
}

Reply Server::answer_fully(const Command& command) const {
  const Verb verb = command.verb;
  if (command.line.size() + 2 > line_limit(verb)) {
    // AUTH has its own: RFC 4954 sec 4.
    return {500, verb == Verb::auth ? "5.5.6" : "5.5.2", std::string(too_long)};
  }
  if (verb == Verb::unknown) return objection_to_syntax(command);
  if (!speaks(verb)) return answer_not_implemented(command);
  if (auto objection = object_to_lack(verb)) return *std::move(objection);
  if (auto objection = object_to_order(command)) return *std::move(objection);
  if (!command.well_formed()) return answer_ill_formed(command);
  const Extension* const extension = extension_of(verb);
  if (extension) return extension->answer(command, *this);
  if (verb == Verb::vrfy) return extensions::answer_vrfy(command, *this);
  return (this->*answer_of(verb))(command);
}

Reply Server::answer_too_long_line() const { return {500, "5.5.2", std::string(too_long)}; }

bool Server::speaks(Verb verb) const {
  const bool lmtp = settings_->mode == Mode::lmtp;
  if (is_hello(verb)) return lmtp == (verb == Verb::lhlo);
  // Who has TLS already is told so, instead of that there is none.
  if (verb == Verb::starttls && secured_) return settings_->offer.offers("STARTTLS");
  if (extension_of(verb)) return offer().allows(verb);
  return verb == Verb::vrfy || answer_of(verb) != &Server::answer_not_implemented;
}

Reply Server::answer_not_implemented(const Command& command) const {
  const std::string verb(name(command.verb));
  // As if they had never been heard of: RFC 2033 sec 4.1.
  if (is_hello(command.verb) && settings_->mode == Mode::lmtp) {
    return {500, "5.5.2", "Command not recognized: LMTP begins with LHLO, not " + verb};
  }
  return {502, "5.5.1", verb + " is not implemented"};
}

std::optional<Reply> Server::object_to_lack(Verb verb) const {
  if (is_always_had(verb)) return std::nullopt;
  const Requirement required = settings_->required();
  // RFC 3207 sec 4
  if (required == Requirement::tls && !secured_) {
    return Reply{530, "5.7.0", "Must issue a STARTTLS command first"};
  }
  // RFC 4954 sec 6, RFC 6409 sec 4.3
  const bool may_come = verb == Verb::auth || verb == Verb::helo || authenticated_;
  if (required != Requirement::auth || may_come) return std::nullopt;
  return Reply{530, "5.7.0", "Authentication required"};
}

std::optional<Reply> Server::object_to_order(const Command& command) const {
  if (!next(state_, command.verb)) return answer_out_of_order(command);
  const Extension* const extension = extension_of(command.verb);
  // Extensions belong to EHLO: RFC 5321 sec 2.2.1.
  if (!extension || !extension->after_ehlo || extended_) return std::nullopt;
  return greet_first(command);
}

Reply Server::greet_first(const Command& command) const {
  const char* const hello = settings_->mode == Mode::lmtp ? "LHLO" : "EHLO";
  return {503, "5.5.1", std::string("Say ") + hello + " before " + std::string(name(command.verb))};
}

// RFC 5321 sec 4.1.4
Reply Server::answer_out_of_order(const Command& command) const {
  const std::string verb(name(command.verb));
  const auto out_of_order = [](const std::string& why) { return Reply{503, "5.5.1", why}; };
  const bool wants_recipients = command.verb == Verb::data || command.verb == Verb::bdat;
  switch (state_) {
    case State::closed:
      return out_of_order("The session is over");
    case State::fresh:
      return greet_first(command);
    case State::bdat:
      return out_of_order("BDAT has begun: only more of it, or RSET, may follow");
    case State::greeted:
      return out_of_order("MAIL comes before " + verb);
    case State::mail:
    case State::rcpt:
      if (command.verb == Verb::mail) {
        return out_of_order("A transaction is open: no MAIL in MAIL");
      }
      if (!wants_recipients && command.verb != Verb::rcpt) {
        return out_of_order("A transaction is open: no " + verb + " in MAIL");
      }
      // 554 or 503, as the server likes; the former says more: RFC 5321 sec 4.1.1.4. LMTP has no
      // choice: RFC 2033 sec 4.2.
      if (refused_recipients_ > 0 && settings_->mode != Mode::lmtp) {
        return {554, "5.5.1", "No valid recipients"};
      }
      return out_of_order("RCPT comes before " + verb);
    default:
      return out_of_order("No commands just now");
  }
}

Reply Server::answer_ill_formed(const Command& command) const {
  // Without SMTPUTF8 it does not matter how well the 8-bit address is written.
  const bool may_utf8 =
      command.verb == Verb::mail ? command.parameter("SMTPUTF8") != nullptr : utf8_;
  if (command.path && command.path->has_8bit() && !may_utf8) return not_ascii();
  return objection_to_syntax(command);
}

// ehlo-ok-rsp = "250-" Domain [ SP ehlo-greet ] CRLF *( "250-" ehlo-line CRLF ) ...
//                                                               RFC 5321 sec 4.1.1.1
// LHLO has the same: RFC 2033 sec 4.1.
Reply Server::answer_ehlo(const Command&) const {
  Reply reply{250, "", settings_->domain};
  const bool spares = settings_->passwords_need_tls && !secured_;
  for (std::string_view line : offer().lines()) {
    const std::string spared = spares ? extensions::without_passwords(line) : std::string();
    if (spares) line = spared;
    if (!line.empty()) reply.text.append("\n").append(line);
  }
  return reply;
}

Reply Server::answer_helo(const Command&) const { return {250, "", settings_->domain}; }

Reply Server::answer_ok(const Command&) const { return {250, "2.0.0", "Ok"}; }

Reply Server::answer_quit(const Command&) const { return {221, "2.0.0", "Bye"}; }

}  // namespace postiche::smtp
