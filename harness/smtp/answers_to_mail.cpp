// SPDX-License-Identifier: MIT
#include <algorithm>
#include <utility>

#include "harness/base/ascii.h"
#include "harness/smtp/faults.h"
#include "harness/smtp/server.h"

// What the honest server says to MAIL, RCPT, DATA and to the end of content.

namespace postiche::smtp {

namespace {

// Temporary, since its owner can make room: RFC 3463 sec 3.3 has X.2.2 so.
Reply mailbox_full() { return {452, "4.2.2", "Mailbox full"}; }

Reply system_full() { return {452, "4.3.1", "Insufficient system storage"}; }

}  // namespace

// Parameters belong to extensions, and those to EHLO: RFC 5321 sec 2.2.1, 4.1.1.11.
std::optional<Reply> Server::object_to_parameters(const Command& command) const {
  for (const Parameter& parameter : command.parameters) {
    const ParameterRule* const rule =
        extended_ ? offer().parameter_rule(command.verb, parameter.keyword) : nullptr;
    if (!rule) {
      return Reply{555, "5.5.4", "Parameter not offered: " + std::string(parameter.keyword)};
    }
    if (auto objection = rule->objection(parameter, command, *this)) return objection;
  }
  return std::nullopt;
}

Reply Server::answer_mail(const Command& command) const {
  if (!command.parameters.empty()) {
    if (auto objection = object_to_parameters(command)) return *std::move(objection);
    // RFC 1870 sec 6.1
    const Parameter* const size = command.parameter("SIZE");
    const auto octets = ascii::parse_number(size ? size->value.value_or("") : "");
    if (octets && !store_->has_room(static_cast<std::size_t>(*octets))) return system_full();
  }
  if (command.path->has_8bit() && !command.parameter("SMTPUTF8")) return not_ascii();
  return {250, "2.1.0", "Sender ok"};
}

Reply Server::answer_rcpt(const Command& command) const {
  if (!command.parameters.empty()) {
    if (auto objection = object_to_parameters(command)) return *std::move(objection);
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
  // Dots and line ends would be changed in it: RFC 3030 sec 3.
  if (ascii::equal_ignoring_case(mail_parameter("BODY").value_or(""), "BINARYMIME")) {
    return {503, "5.5.1", "BODY=BINARYMIME needs BDAT"};
  }
  return {354, "", "End data with <CR><LF>.<CR><LF>"};
}

std::optional<Reply> Server::object_to_size(std::size_t octets) const {
  if (octets > message_limit()) {
    return Reply{552, "5.3.4",
                 "Message exceeds fixed limit of " + std::to_string(message_limit()) + " octets"};
  }
  if (!store_->has_room(octets)) return system_full();
  return std::nullopt;
}

Reply Server::answer_message(std::size_t octets, std::size_t recipient) const {
  if (auto objection = object_to_size(octets)) return *std::move(objection);
  const auto full = [&](const std::string& to) { return !store_->has_room_for(to, octets); };
  const std::vector<std::string>& all = transaction_.recipients;
  if (settings_->mode == Mode::lmtp && recipient < all.size()) {
    Reply reply{250, "2.1.5", "Delivered"};
    if (full(all[recipient])) reply = mailbox_full();
    // Who reads many replies to one message wants to know whose each is.
    reply.text.insert(0, "<" + all[recipient] + "> ");
    return reply;
  }
  // One reply for all recipients: who took it for some and not for others would have to bounce.
  if (std::any_of(all.begin(), all.end(), full)) return mailbox_full();
  return {250, "2.0.0", "Message accepted"};
}

}  // namespace postiche::smtp
