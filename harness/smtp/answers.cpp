// SPDX-License-Identifier: MIT
#include <algorithm>
#include <utility>

#include "harness/base/ascii.h"
#include "harness/smtp/faults.h"
#include "harness/smtp/server.h"

// What the honest server says: RFC 5321 sec 4.3.2 for the codes, RFC 3463 sec 3 for the enhanced
// ones. Asked in the order: is it a command at all, is it to be had, may it come here, is it well
// formed, can it be done.

namespace postiche::smtp {

namespace {

constexpr std::string_view too_long = "Line too long";

// RFC 6531 sec 3.5
Reply not_ascii() {
  return {553, "5.6.7", "Address has characters beyond ASCII, and MAIL had no SMTPUTF8"};
}

// Temporary, since its owner can make room: RFC 3463 sec 3.3 has X.2.2 so.
Reply mailbox_full() { return {452, "4.2.2", "Mailbox full"}; }

constexpr std::string_view spoken_verbs = "EHLO HELO MAIL RCPT DATA RSET NOOP VRFY HELP QUIT";

}  // namespace

Server::Answer Server::answer_of(Verb verb) {
  switch (verb) {
    case Verb::unknown:
      return &Server::answer_unknown;
    case Verb::ehlo:
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
    case Verb::vrfy:
    case Verb::expn:
      return &Server::answer_vrfy;
    case Verb::help:
      return &Server::answer_help;
    case Verb::quit:
      return &Server::answer_quit;
    default:
      return &Server::answer_not_implemented;
  }
}

Reply Server::greeting() const { return {220, "", settings_->domain + " ESMTP"}; }

Reply Server::answer(const Command& command) const {
  if (command.line.size() + 2 > line_limit(command.verb)) {
    // No enhanced code in replies to EHLO and HELO: RFC 2034 sec 4.
    const bool hello = command.verb == Verb::ehlo || command.verb == Verb::helo;
    return {500, hello ? "" : "5.5.2", std::string(too_long)};
  }
  const Answer say = answer_of(command.verb);
  if (say == &Server::answer_unknown || say == &Server::answer_not_implemented) {
    return (this->*say)(command);
  }
  if (!offer().allows(command.verb)) return answer_not_implemented(command);
  if (!next(state_, command.verb)) return answer_out_of_order(command);
  if (!command.well_formed()) {
    // Without SMTPUTF8 it does not matter how well the 8-bit address is written.
    const bool may_utf8 =
        command.verb == Verb::mail ? command.parameter("SMTPUTF8") != nullptr : utf8_;
    if (command.path && command.path->has_8bit() && !may_utf8) return not_ascii();
    return objection_to_syntax(command);
  }
  return (this->*say)(command);
}

Reply Server::answer_too_long_line() const { return {500, "5.5.2", std::string(too_long)}; }

Reply Server::answer_unknown(const Command& command) const { return objection_to_syntax(command); }

Reply Server::answer_not_implemented(const Command& command) const {
  return {502, "5.5.1", std::string(name(command.verb)) + " is not implemented"};
}

// RFC 5321 sec 4.1.4
Reply Server::answer_out_of_order(const Command& command) const {
  const std::string verb(name(command.verb));
  if (state_ == State::closed) return {503, "5.5.1", "The session is over"};
  if (state_ == State::fresh) return {503, "5.5.1", "Say EHLO before " + verb};
  if (command.verb == Verb::mail) return {503, "5.5.1", "A transaction is open: no MAIL in MAIL"};
  if (command.verb == Verb::data && refused_recipients_ > 0) {
    // 554 or 503, as the server likes; the former says more: RFC 5321 sec 4.1.1.4.
    return {554, "5.5.1", "No valid recipients"};
  }
  const bool needs_mail = state_ == State::greeted;
  return {503, "5.5.1", std::string(needs_mail ? "MAIL" : "RCPT") + " comes before " + verb};
}

// ehlo-ok-rsp = "250-" Domain [ SP ehlo-greet ] CRLF *( "250-" ehlo-line CRLF ) ...
//                                                               RFC 5321 sec 4.1.1.1
Reply Server::answer_ehlo(const Command&) const {
  Reply reply{250, "", settings_->domain};
  for (std::string_view line : offer().lines()) reply.text.append("\n").append(line);
  return reply;
}

Reply Server::answer_helo(const Command&) const { return {250, "", settings_->domain}; }

// Parameters belong to extensions, and those to EHLO: RFC 5321 sec 2.2.1, 4.1.1.11.
std::optional<Reply> Server::object_to_parameters(const Command& command) const {
  const Circumstances circumstances{message_limit()};
  for (const Parameter& parameter : command.parameters) {
    const ParameterRule* const rule =
        extended_ ? offer().parameter_rule(command.verb, parameter.keyword) : nullptr;
    if (!rule) {
      return Reply{555, "5.5.4", "Parameter not offered: " + std::string(parameter.keyword)};
    }
    if (auto objection = rule->objection(parameter, circumstances)) return objection;
  }
  return std::nullopt;
}

Reply Server::answer_mail(const Command& command) const {
  if (!command.parameters.empty()) {
    if (auto objection = object_to_parameters(command)) return std::move(*objection);
    // RFC 1870 sec 6.1
    const Parameter* const size = command.parameter("SIZE");
    const auto octets = ascii::parse_number(size ? size->value.value_or("") : "");
    if (octets && !store_->has_room(static_cast<std::size_t>(*octets))) {
      return {452, "4.3.1", "Insufficient system storage"};
    }
  }
  if (command.path->has_8bit() && !command.parameter("SMTPUTF8")) return not_ascii();
  return {250, "2.1.0", "Sender ok"};
}

Reply Server::answer_rcpt(const Command& command) const {
  if (!command.parameters.empty()) {
    if (auto objection = object_to_parameters(command)) return std::move(*objection);
  }
  if (command.path->has_8bit() && !utf8_) return not_ascii();
  // RFC 5321 sec 4.5.3.1.10
  if (transaction_.recipients.size() >= settings_->max_recipients) {
    return {452, "4.5.3", "Too many recipients"};
  }
  if (store_->has_accounts() && !store_->is_deliverable(command.path->address())) {
    return {550, "5.1.1", "No such user here"};
  }
  if (store_->is_locked(command.path->address())) return {450, "4.2.1", "Mailbox is in use"};
  if (!store_->has_room_for(command.path->address(), declared_size())) return mailbox_full();
  return {250, "2.1.5", "Recipient ok"};
}

Reply Server::answer_data(const Command&) const {
  return {354, "", "End data with <CR><LF>.<CR><LF>"};
}

Reply Server::answer_ok(const Command&) const { return {250, "2.0.0", "Ok"}; }

// Without accounts nobody can be verified, and then 252 is right (RFC 5321 sec 3.5.3, 7.3); with
// them, the truth. EXPN, where offered, knows each account as a list of one.
Reply Server::answer_vrfy(const Command& command) const {
  if (!store_->has_accounts()) {
    return {252, "2.5.0", "Cannot verify user, but will accept message and attempt delivery"};
  }
  std::string_view text = ascii::trim(command.argument);
  if (text.size() > 1 && text.front() == '<' && text.back() == '>') {
    text = text.substr(1, text.size() - 2);
  }
  const std::vector<std::string> found = store_->find_accounts(text);
  if (found.empty()) return {550, "5.1.1", "No such user here"};
  if (found.size() > 1) return {553, "5.1.4", "User ambiguous"};
  const bool whole = found.front().find('@') != std::string::npos;
  return {250, "2.1.5", "<" + found.front() + (whole ? "" : "@" + settings_->domain) + ">"};
}

// 504 for a topic nobody knows: RFC 5321 sec 4.3.2.
Reply Server::answer_help(const Command& command) const {
  const std::string_view topic = ascii::trim(command.argument);
  std::string verbs(spoken_verbs);
  if (offer().offers("EXPN")) verbs += " EXPN";
  if (topic.empty()) return {214, "2.0.0", "Commands:\n" + verbs};
  const Verb verb = verb_of(topic);
  if (verb == Verb::unknown || verbs.find(name(verb)) == std::string::npos) {
    return {504, "5.5.4", "No help on that topic"};
  }
  return {214, "2.0.0", std::string(name(verb)) + " is spoken here: RFC 5321 sec 4.1.1"};
}

Reply Server::answer_quit(const Command&) const { return {221, "2.0.0", "Bye"}; }

Reply Server::answer_message(std::size_t octets) const {
  if (octets > message_limit()) {
    return {552, "5.3.4",
            "Message exceeds fixed limit of " + std::to_string(message_limit()) + " octets"};
  }
  if (!store_->has_room(octets)) return {452, "4.3.1", "Insufficient system storage"};
  // One reply for all recipients: who took it for some and not for others would have to bounce.
  const auto full = [&](const std::string& to) { return !store_->has_room_for(to, octets); };
  if (std::any_of(transaction_.recipients.begin(), transaction_.recipients.end(), full)) {
    return mailbox_full();
  }
  return {250, "2.0.0", "Message accepted"};
}

}  // namespace postiche::smtp
