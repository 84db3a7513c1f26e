// SPDX-License-Identifier: MIT
#pragma once
// An exchange of authentication, RFC 4422 sec 3: one value a side, the same for every protocol.
// Both take and give octets that are not in base64; line.h has that. No socket, clock or
// randomness.
//
//   server                                     client
//     ServerExchange server(mechanism, what)     ClientExchange client(mechanism, who)
//     begin(initial response or nothing)  <----    begin(allowed?)
//       challenge                         ---->    answer(challenge)
//     go_on(response)                     <----      response
//       ... success or failure            ---->    believes_success()
//
// None of the three protocols can send octets along with success, so those (SCRAM's "v=", DIGEST-
// MD5's "rspauth=") go out as a last challenge, which the client answers with nothing: RFC 4422
// sec 3.6. ServerExchange does it that way.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "harness/sasl/machines.h"

namespace postiche::sasl {

class ServerExchange {
 public:
  // `mechanism` is of the table.
  ServerExchange(const Mechanism& mechanism, Knowledge knowledge);

  // Once, first. Nothing and an empty initial response are different things.
  Step begin(std::optional<std::string_view> initial_response);
  // To each challenge. Any octets lead to an answer, and within three of them to an end.
  Step go_on(std::string_view response);
  // The client said "*".
  Step cancel();

  const Mechanism& mechanism() const { return *hearing_.mechanism; }
  bool ended() const { return stage_ == Stage::ended; }
  // As claimed, as soon as it is known; proven if the last step was success. ANONYMOUS has
  // "anonymous" for it.
  const std::string& user() const { return hearing_.user; }
  // Whom the client is to act as: the user, unless it asked for another.
  const std::string& authorization_identity() const;
  // What went over the wire as it is, password or token: not for files, unless masked.
  const std::string& secret() const { return hearing_.secret; }
  // What an anonymous client left to be traced by.
  const std::string& trace() const { return hearing_.trace; }

  // What was odd, of all responses so far; those that made it fail are among them.
  //   any       invalid-utf8, prohibited-character (RFC 4013 sec 2.3), response-to-final-data
  //   PLAIN     let through: trailing-nul, missing-authcid; malformed: missing-nul, extra-nul,
  //             empty-user, empty-password
  //   LOGIN     let through: initial-response, trailing-nul, trailing-newline; malformed:
  //             empty-user, empty-password
  //   CRAM-MD5  let through: upper-case-hex, extra-space, trailing-newline; malformed:
  //             missing-digest, bad-digest, empty-user
  //   DIGEST-MD5 let through: unquoted-value, quoted-value, upper-case-hex, upper-case-directive,
  //             other-realm, other-service, other-host; malformed: response-too-long,
  //             bad-directive, duplicate-directive, missing-username, missing-nonce,
  //             missing-cnonce, missing-nc, missing-digest-uri, missing-response, bad-response,
  //             unknown-qop, unknown-charset
  //   SCRAM     let through: lower-case-escape, unprepared-name, unknown-attribute; malformed:
  //             bad-gs2-header, bad-escape, binding-without-plus, plus-without-binding,
  //             mandatory-extension, missing-name, missing-nonce, bad-nonce, empty-user,
  //             missing-channel-binding, bad-channel-binding, missing-proof, bad-proof
  //   OAUTHBEARER, XOAUTH2 let through: missing-end, odd-token, other-host, odd-dummy-response,
  //             lower-case-escape; malformed: bad-gs2-header, bad-escape,
  //             bad-pair, missing-user, missing-auth, unknown-scheme
  //   EXTERNAL, ANONYMOUS malformed: nul-byte, trace-too-long
  const Deviations& deviations() const { return hearing_.deviations; }

 private:
  enum class Stage : std::uint8_t { fresh, open, ended };
  Step keep(Step step);

  Hearing hearing_;
  ServerMachine machine_;
  Stage stage_ = Stage::fresh;
};

// Whether an initial response may go with the command: not in old POP3 and IMAP, and not where the
// line would be too long.
enum class InitialResponse : std::uint8_t { allowed, held_back };

class ClientExchange {
 public:
  // `mechanism` is of the table.
  ClientExchange(const Mechanism& mechanism, Credentials credentials);

  // Once, first: the initial response; nothing where there is none. One that is held back answers
  // the first challenge.
  std::optional<std::string> begin(InitialResponse allowed);
  // Nothing: give up, and say "*".
  std::optional<std::string> answer(std::string_view challenge);

  // The server says that it was a success. Not to be believed before it has proven itself, where
  // the mechanism has it do that.
  bool believes_success() const { return speaking_.satisfied; }
  // Why it gave up, in words.
  const std::string& trouble() const { return speaking_.trouble; }
  const Mechanism& mechanism() const { return *speaking_.mechanism; }

 private:
  Speaking speaking_;
  ClientMachine machine_;
  std::optional<std::string> held_back_;
};

}  // namespace postiche::sasl
