// SPDX-License-Identifier: MIT
#include "harness/pop3/answers_about_mail.h"

#include <optional>
#include <string>
#include <utility>

#include "harness/pop3/top.h"

namespace postiche::pop3 {

namespace {

Reply no_such_message() { return {Status::err, "", "No such message"}; }

// What is said against the message that is asked for; nothing where it can be had.
std::optional<Reply> object_to_message(const Command& command, const Maildrop& maildrop) {
  if (!command.message || !maildrop.has(*command.message)) return no_such_message();
  // It "may NOT refer to a message marked as deleted": RFC 1939 sec 5.
  if (maildrop.is_marked(*command.message)) {
    return Reply{Status::err, "", "Message " + std::to_string(*command.message) + " is deleted"};
  }
  return std::nullopt;
}

std::string summary(const Maildrop& maildrop) {
  return counted(maildrop.remaining(), "message") + " (" +
         counted(maildrop.remaining_octets(), "octet") + ")";
}

// LIST and UIDL are one in form: a line about one message, or a line about each that is not marked.
template <typename Fact>
Reply answer_scan(const Command& command, const Maildrop& maildrop, Fact fact) {
  const auto line_of = [&](std::size_t number) {
    return std::to_string(number) + " " + fact(number);
  };
  if (command.message) {
    if (auto objection = object_to_message(command, maildrop)) return *std::move(objection);
    return {Status::ok, "", line_of(*command.message)};
  }
  std::string lines;
  for (std::size_t number = 1; number <= maildrop.count(); ++number) {
    if (!maildrop.is_marked(number)) lines += line_of(number) + "\r\n";
  }
  return listing(summary(maildrop), std::move(lines));
}

Reply answer_gone() { return {Status::err, "", "Somebody else has expunged this message"}; }

}  // namespace

std::string counted(std::uint64_t count, std::string_view what) {
  return std::to_string(count) + " " + std::string(what) + (count == 1 ? "" : "s");
}

// drop listing: +OK nn mm                                       RFC 1939 sec 5
Reply answer_stat(const Maildrop& maildrop) {
  return {Status::ok, "",
          std::to_string(maildrop.remaining()) + " " + std::to_string(maildrop.remaining_octets())};
}

// scan listing: msg octets                                      RFC 1939 sec 5
Reply answer_list(const Command& command, const Maildrop& maildrop) {
  return answer_scan(command, maildrop,
                     [&](std::size_t number) { return std::to_string(maildrop.octets(number)); });
}

// unique-id listing: msg unique-id                              RFC 1939 sec 7
Reply answer_uidl(const Command& command, const Maildrop& maildrop) {
  return answer_scan(command, maildrop,
                     [&](std::size_t number) { return maildrop.unique_id(number); });
}

Reply answer_retr(const Command& command, const Maildrop& maildrop) {
  if (auto objection = object_to_message(command, maildrop)) return *std::move(objection);
  auto octets = maildrop.read(*command.message);
  if (!octets) return answer_gone();
  return {Status::ok, "", counted(octets->size(), "octet"), std::move(octets)};
}

Reply answer_top(const Command& command, const Maildrop& maildrop) {
  if (auto objection = object_to_message(command, maildrop)) return *std::move(objection);
  const auto octets = maildrop.read(*command.message);
  if (!octets) return answer_gone();
  return {Status::ok, "", "Top of message follows", top_of(octets, command.lines.value_or(0))};
}

Reply answer_dele(const Command& command, const Maildrop& maildrop) {
  if (auto objection = object_to_message(command, maildrop)) return *std::move(objection);
  return {Status::ok, "", "Message " + std::to_string(*command.message) + " deleted"};
}

Reply answer_rset(const Maildrop& maildrop) {
  return {Status::ok, "", "Maildrop has " + counted(maildrop.count(), "message")};
}

// A marked message that somebody else has expunged is removed all the same: RFC 1939 sec 6.
Reply answer_update(const Maildrop& maildrop) {
  return {Status::ok, "", "Bye, " + counted(maildrop.remaining(), "message") + " left"};
}

}  // namespace postiche::pop3
