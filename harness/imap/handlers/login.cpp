// SPDX-License-Identifier: MIT
// Who the client is: STARTTLS, AUTHENTICATE, LOGIN, UNAUTHENTICATE.

#include <algorithm>
#include <initializer_list>

#include "harness/base/ascii.h"
#include "harness/imap/handlers/handlers.h"
#include "harness/imap/needs.h"
#include "harness/imap/server.h"
#include "harness/sasl/mechanism.h"

namespace postiche::imap {

namespace {

// RFC 5530 sec 3
Answer wants_tls(std::string text) { return no(std::move(text), "PRIVACYREQUIRED"); }
Answer wrong_credentials() { return no("Wrong user or password", "AUTHENTICATIONFAILED"); }

// Whether the account may log in by one of these.
bool may_use(const sasl::Account& account, std::initializer_list<std::string_view> ways) {
  return account.mechanisms.empty() || std::any_of(ways.begin(), ways.end(), [&](auto way) {
           return ascii::contains_ignoring_case(account.mechanisms, way);
         });
}

}  // namespace

// --- STARTTLS: RFC 9051 sec 6.2.1 ---

Answer answer_starttls(const Session& session, const Command&) {
  if (session.secured) return bad("TLS is there already");
  if (!session.settings->has_tls) return no("TLS is not to be had just now", "UNAVAILABLE");
  return ok("Begin TLS now");
}

void apply_starttls(Session& session, const Command&) { session.state = State::tls; }

// --- AUTHENTICATE: RFC 9051 sec 6.2.2 ---

Answer answer_authenticate(const Session& session, const Command& command) {
  const auto& arguments = arguments_of<AuthenticateArguments>(command);
  if (session.settings->requires_tls && !session.secured) return wants_tls("Issue STARTTLS first");
  if (arguments.initial_response && !session.offers("SASL-IR")) {
    return bad("An initial response is not taken here");
  }
  const sasl::Mechanism* const known = sasl::find(arguments.mechanism);
  const bool in_clear = session.settings->passwords_need_tls && !session.secured;
  if (in_clear && known && known->sends_secret()) {
    return wants_tls("This mechanism is for encrypted lines only: issue STARTTLS first");
  }
  if (!ascii::contains_ignoring_case(session.offer().mechanisms(), arguments.mechanism)) {
    return no("Mechanism not offered");
  }
  return {"", {Status::go_on, "", ""}};
}

// The codes are of RFC 5530 sec 3.
Reply Server::answer_sasl(sasl::Outcome outcome) const {
  switch (outcome) {
    case sasl::Outcome::accepted:
      return answer_login(session_.claimed);
    case sasl::Outcome::cancelled:
      return {Status::bad, "", "Authentication cancelled"};  // RFC 9051 sec 6.2.2
    case sasl::Outcome::not_base64:
    case sasl::Outcome::malformed:
    case sasl::Outcome::unexpected_initial:
      return {Status::bad, "", "Response makes no sense to this mechanism"};
    case sasl::Outcome::too_long:
      return {Status::bad, "", "Line too long"};
    case sasl::Outcome::needs_tls:
      return {Status::no, "PRIVACYREQUIRED", "This mechanism is for encrypted lines only"};
    case sasl::Outcome::unavailable:
      return {Status::no, "UNAVAILABLE", "Nobody can be let in just now"};
    default:
      return {Status::no, "AUTHENTICATIONFAILED", "Wrong user or password"};
  }
}

// --- LOGIN: RFC 9051 sec 6.2.3 ---

Answer answer_login_command(const Session& session, const Command& command) {
  const auto& arguments = arguments_of<LoginArguments>(command);
  const bool in_clear = !session.secured;
  if (in_clear && session.settings->requires_tls) return wants_tls("Issue STARTTLS first");
  if ((in_clear && session.settings->passwords_need_tls) || session.offers("LOGINDISABLED")) {
    return wants_tls("LOGIN is disabled");
  }
  if (!session.knowledge.find) return {"", answer_user(session, arguments.user)};
  const auto account = session.knowledge.find(arguments.user);
  const bool right =
      account && account->takes(arguments.password) && may_use(*account, {"LOGIN", "PLAIN"});
  return right ? Answer{"", answer_user(session, arguments.user)} : wrong_credentials();
}

void apply_login(Session& session, const Command& command) {
  let_in(session, arguments_of<LoginArguments>(command).user);
}

Reply answer_user(const Session& session, std::string_view user) {
  if (!session.knowledge.mailboxes_of(user)) {
    return {Status::no, "UNAVAILABLE", "The mailboxes are not to be had just now"};
  }
  // What is offered changes: RFC 9051 sec 6.2.2 lets the code say so at once.
  Session known(*session.settings, {});
  known.secured = session.secured;
  known.user = user;
  return {Status::ok, capability_code(known), "Welcome"};
}

void let_in(Session& session, std::string user) {
  session.state = session.selected ? State::selected : State::authenticated;
  session.user = std::move(user);
}

// --- UNAUTHENTICATE: RFC 8437 sec 3 ---

Answer answer_unauthenticate(const Session&, const Command&) { return ok("Who are you?"); }

void apply_unauthenticate(Session& session, const Command&) {
  Session fresh(*session.settings, std::move(session.knowledge));
  fresh.secured = session.secured;
  fresh.compressed = session.compressed;
  session = std::move(fresh);
}

}  // namespace postiche::imap
