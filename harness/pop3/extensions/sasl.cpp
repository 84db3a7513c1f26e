// SPDX-License-Identifier: MIT
// AUTH: who the client is, by a mechanism of SASL. The mechanisms themselves are the engine's to
// run (server.h says how). RFC 5034.

#include "harness/base/ascii.h"
#include "harness/pop3/extensions/list.h"
#include "harness/pop3/server.h"
#include "harness/sasl/mechanism.h"

namespace postiche::pop3 {

// RFC 5034 sec 4; the codes are of RFC 3206 sec 4, 5.
Reply Server::answer_sasl(sasl::Outcome outcome) const {
  const auto reply = [&]() -> Reply {
    switch (outcome) {
      case sasl::Outcome::accepted:
        return answer_login(claimed_);
      case sasl::Outcome::cancelled:
        return {Status::err, "", "Authentication cancelled"};
      case sasl::Outcome::not_base64:
      case sasl::Outcome::malformed:
      case sasl::Outcome::unexpected_initial:
        return {Status::err, "", "Response makes no sense to this mechanism"};
      case sasl::Outcome::too_long:
        return {Status::err, "", "Line too long"};
      case sasl::Outcome::needs_tls:
        return {Status::err, "", "This mechanism is for encrypted lines only: issue STLS first"};
      case sasl::Outcome::unavailable:
        return {Status::err, "SYS/TEMP", "Nobody can be let in just now"};
      default:
        return {Status::err, "AUTH", "Wrong user or password"};
    }
  };
  Reply said = with_promised_code(reply());
  said.utf8 = utf8_;
  return said;
}

namespace extensions {

namespace {

// AUTH alone asked for the mechanisms before there was CAPA; clients still do.
Reply list_mechanisms(const Server& server) {
  std::string lines;
  for (const std::string_view each : server.offer().words("SASL")) {
    lines.append(each).append("\r\n");
  }
  return listing("Mechanisms follow", std::move(lines));
}

Reply answer_auth(const Command& command, const Server& server) {
  if (command.mechanism.empty()) return list_mechanisms(server);
  if (!ascii::contains_ignoring_case(server.offer().words("SASL"), command.mechanism)) {
    return {Status::err, "", "Mechanism not offered"};
  }
  const postiche::sasl::Mechanism* const known = postiche::sasl::find(command.mechanism);
  const bool in_clear = server.settings().passwords_need_tls && !server.secured();
  if (in_clear && known && known->sends_secret())
    return server.answer_sasl(postiche::sasl::Outcome::needs_tls);
  return {Status::challenge, "", ""};
}

}  // namespace

constinit const Extension sasl = {
    .keyword = "SASL", .line = "SASL PLAIN LOGIN", .verb = Verb::auth, .answer = answer_auth};

}  // namespace extensions
}  // namespace postiche::pop3
