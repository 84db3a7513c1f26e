// SPDX-License-Identifier: MIT
#pragma once
// A client that talks to an honest server in memory and reads every reply strictly. Alice has a
// maildrop of three messages, and the password "secret"; Bob has none.

#include <doctest/doctest.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "harness/pop3/grammar.h"
#include "harness/pop3/server.h"
#include "tests/pop3/strict_reply.h"

namespace postiche::pop3::testing {

// As a client knows it from what it has said: RFC 1939 sec 3, RFC 2449 sec 5, RFC 6856 sec 3.
inline Form form_of(const Command& command, const Reply& reply) {
  if (reply.status == Status::challenge) return Form::challenge;
  switch (command.verb) {
    case Verb::capa:
    case Verb::retr:
    case Verb::top:
      return Form::multi;
    case Verb::list:
    case Verb::uidl:
      return command.message ? Form::single : Form::multi;
    case Verb::auth:
      return command.mechanism.empty() ? Form::multi : Form::single;
    case Verb::lang:
      return command.language.empty() ? Form::multi : Form::single;
    default:
      return Form::single;
  }
}

inline std::shared_ptr<store::Mailbox> small_mailbox() {
  auto mailbox = std::make_shared<store::Mailbox>(7);
  for (const char* text :
       {"Subject: one\r\n\r\n1\r\n2\r\n3\r\n", "Subject: two\r\n\r\n.\r\n..\r\n", "no header"}) {
    mailbox->append(store::Body(Rope(std::string(text))), {}, {});
  }
  return mailbox;
}

struct Talk {
  Settings settings;
  std::shared_ptr<store::Mailbox> mailbox = small_mailbox();
  Server server{settings, knowledge()};

  Talk() = default;
  explicit Talk(Settings wanted) : settings(std::move(wanted)) {}

  Knowledge knowledge() {
    Knowledge known;
    known.find = [](std::string_view user) -> std::optional<sasl::Account> {
      if (user != "alice" && user != "bob") return std::nullopt;
      return sasl::Account{"secret", {}};
    };
    known.inbox_of = [this](std::string_view user) { return user == "bob" ? nullptr : mailbox; };
    known.timestamp = "<1896.697170952@dbc.mtview.ca.us>";
    return known;
  }

  // The bytes without their last CRLF.
  std::string say(std::string_view line) { return say(server, line); }
  static std::string say(Server& to, std::string_view line) {
    const Command command = parse_command(line);
    const Reply reply = to.answer(command);
    const std::string bytes = encode(reply);
    CAPTURE(bytes);
    const Characters characters = reply.utf8 ? Characters::utf8 : Characters::ascii;
    REQUIRE(read_strictly(bytes, form_of(command, reply), characters).has_value());
    to.apply(command, reply.status);
    return bytes.substr(0, bytes.size() - 2);
  }
  // "+OK", "-ERR", "-ERR [IN-USE]" or "+".
  std::string status(std::string_view line) {
    const std::string said = say(line);
    const std::size_t end = said.find("] ");
    return end == std::string::npos ? said.substr(0, said.find_first_of(" \r"))
                                    : said.substr(0, end + 1);
  }
  void log_in() {
    REQUIRE(status("USER alice") == "+OK");
    REQUIRE(status("PASS secret") == "+OK");
  }
  void believe(std::string_view line, Status with) { server.apply(parse_command(line), with); }
};

}  // namespace postiche::pop3::testing
