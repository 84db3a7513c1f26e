// SPDX-License-Identifier: MIT
#pragma once
// Both sides of an exchange against each other, and one side against a script.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/sasl/exchange.h"

namespace postiche::sasl::testing {

// A server with two accounts, one of which may act as the other.
inline Knowledge knowledge() {
  Knowledge what;
  what.find = [](std::string_view user) -> std::optional<Account> {
    if (user == "alice") return Account{"wonder,land=", {}};
    if (user == "bob") return Account{"builder", {"CRAM-MD5"}};
    return std::nullopt;
  };
  what.may_act_as = [](std::string_view user, std::string_view identity) {
    return user == "alice" && identity == "bob";
  };
  what.nonce = "server-nonce";
  return what;
}

inline Credentials credentials(std::string_view user, std::string_view secret) {
  Credentials who;
  who.user = user;
  who.secret = secret;
  who.host = "mx.example.com";
  who.nonce = "client-nonce";
  return who;
}

inline Bindings bindings() { return {"unique", "end-point", "exporter"}; }

struct Talk {
  std::vector<std::string> lines;  // "C: ...", "S: ...", octets; "C: *" where the client gave up
  Step last;
  ServerExchange server;
  ClientExchange client;

  // The server says so, and the client may believe it.
  bool success() const { return last.kind == Step::Kind::success && client.believes_success(); }
};

inline Talk talk(const Mechanism& mechanism, Knowledge what, Credentials who,
                 InitialResponse allowed = InitialResponse::allowed) {
  Talk talk{{},
            {},
            ServerExchange(mechanism, std::move(what)),
            ClientExchange(mechanism, std::move(who))};
  std::optional<std::string> said = talk.client.begin(allowed);
  if (said) talk.lines.push_back("C: " + *said);
  talk.last = talk.server.begin(said);
  while (talk.last.kind == Step::Kind::challenge) {
    talk.lines.push_back("S: " + talk.last.challenge);
    said = talk.client.answer(talk.last.challenge);
    talk.lines.push_back("C: " + said.value_or("*"));
    talk.last = said ? talk.server.go_on(*said) : talk.server.cancel();
  }
  return talk;
}

}  // namespace postiche::sasl::testing
