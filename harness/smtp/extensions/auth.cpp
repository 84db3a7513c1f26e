// SPDX-License-Identifier: MIT
// AUTH: who the client is, by a mechanism of SASL; and whom it says a message is from, by AUTH= of
// MAIL. The mechanisms themselves are the engine's to run (server.h says how). RFC 4954.

#include <algorithm>

#include "harness/base/ascii.h"
#include "harness/mail/address.h"
#include "harness/mail/xtext.h"
#include "harness/sasl/mechanism.h"
#include "harness/smtp/extensions/list.h"
#include "harness/smtp/faults.h"
#include "harness/smtp/server.h"

namespace postiche::smtp {

// RFC 4954 sec 4, 6
Reply Server::answer_sasl(sasl::Outcome outcome) const {
  switch (outcome) {
    case sasl::Outcome::accepted:
      return {235, "2.7.0", "Authentication succeeded"};
    case sasl::Outcome::cancelled:
      return {501, "5.7.0", "Authentication cancelled"};
    case sasl::Outcome::not_base64:
      return {501, "5.5.2", "Cannot decode base64"};
    case sasl::Outcome::malformed:
      return {501, "5.5.2", "Response makes no sense to this mechanism"};
    case sasl::Outcome::too_long:
      return {500, "5.5.6", "Authentication exchange line is too long"};
    case sasl::Outcome::unexpected_initial:
      return {501, "5.7.0", "The server speaks first in this mechanism"};
    case sasl::Outcome::too_weak:
      return {534, "5.7.9", "Authentication mechanism is too weak"};
    case sasl::Outcome::needs_tls:
      return {538, "5.7.11", "Encryption required for requested authentication mechanism"};
    case sasl::Outcome::needs_transition:
      return {432, "4.7.12", "A password transition is needed"};
    case sasl::Outcome::unavailable:
      return {454, "4.7.0", "Temporary authentication failure"};
    default:
      return {535, "5.7.8", "Authentication credentials invalid"};
  }
}

namespace extensions {

namespace {

// Whoever reads the line has the password or what does as well.
bool gives_password_away(std::string_view mechanism) {
  const sasl::Mechanism* const known = sasl::find(mechanism);
  return known && known->sends_secret();
}

// RFC 4954 sec 4
Reply answer_auth(const Command& command, const Server& server) {
  if (server.authenticated()) return {503, "5.5.1", "Authenticated already"};
  if (!ascii::contains_ignoring_case(server.offer().words("AUTH"), command.mechanism)) {
    return {504, "5.5.4", "Mechanism not offered: " + std::string(command.mechanism)};
  }
  const bool in_clear = server.settings().passwords_need_tls && !server.secured();
  if (in_clear && gives_password_away(command.mechanism)) {
    return server.answer_sasl(sasl::Outcome::needs_tls);
  }
  return {334, "", ""};
}

// "<>" and an address, in xtext: RFC 4954 sec 5. Who is not authenticated may say what he likes,
// and nobody believes it.
std::optional<Reply> remark_on_auth(const Parameter& parameter, const Command&, const Server&) {
  const auto text = mail::decode_xtext(parameter.value.value_or(""));
  if (text == "<>") return std::nullopt;
  mail::Findings findings;
  const std::string path = "<" + text.value_or("") + ">";
  const auto parsed = mail::parse_path(path, mail::Direction::forward, findings);
  if (text && !text->empty() && findings.fault.empty() && parsed.rest.empty()) return std::nullopt;
  return bad_value("AUTH is <> or an address in xtext");
}

constexpr ParameterRule auth_rules[] = {{Verb::mail, "AUTH", remark_on_auth}};

// RFC 4954 sec 3, item 6, and sec 4: 12288 octets for a line of an exchange.
constexpr Room auth_room[] = {{Verb::mail, 500}, {Verb::auth, 12288 - 512}};

}  // namespace

std::string without_passwords(std::string_view line) {
  const std::size_t end = std::min(line.find_first_of(" ="), line.size());
  if (!ascii::equal_ignoring_case(line.substr(0, end), "AUTH")) return std::string(line);
  std::string out;
  for (const std::string_view one :
       ascii::split(line.substr(std::min(end + 1, line.size())), ' ')) {
    if (one.empty() || gives_password_away(one)) continue;
    out.append(out.empty() ? line.substr(0, end + 1) : " ").append(one);
  }
  return out;
}

constinit const Extension auth = {.keyword = "AUTH",
                                  .line = "AUTH PLAIN LOGIN",
                                  .room = auth_room,
                                  .verb = Verb::auth,
                                  .answer = answer_auth,
                                  .after_ehlo = true,
                                  .parameters = auth_rules};

}  // namespace extensions
}  // namespace postiche::smtp
