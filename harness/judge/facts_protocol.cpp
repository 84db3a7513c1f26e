// SPDX-License-Identifier: MIT
// Where the protocol is, and who the client is behind a proxy: as far as replies tell.

#include <utility>

#include "harness/base/ascii.h"
#include "harness/judge/facts.h"
#include "harness/mail/xtext.h"

namespace postiche::judge {

std::string Facts::initial_state(const Past& past) {
  switch (past.protocol) {
    case scenario::Protocol::pop3:
      return "authorization";
    case scenario::Protocol::imap:
      return "not-authenticated";
    default:
      return "fresh";
  }
}

// RFC 1939 sec 4, 6; RFC 5034 sec 4.
void Facts::move_on_in_pop3(Past& past) {
  std::string& state = past.protocol_state;
  const std::string_view verb = past.last_verb;
  const bool positive = past.last_reply == "+OK";
  const bool lets_in = verb == "PASS" || verb == "APOP" || (verb == "AUTH" && state == "auth");
  if (verb == "QUIT") {
    state = positive && state == "transaction" ? "update" : "closed";
  } else if (verb == "AUTH" && past.last_reply == "+") {
    state = "auth";
  } else if (lets_in && state != "transaction") {
    state = positive ? "transaction" : "authorization";
  } else if (positive && verb == "USER" && state == "authorization") {
    state = "named";
  } else if (positive && verb == "STLS") {
    state = "tls";
  } else if (positive && verb == "AUTH" && past.tries_login) {
    state = "transaction";  // with the initial response alone
  }
}

// RFC 9051 sec 3.4.
void Facts::move_on_in_imap(Past& past) {
  std::string& state = past.protocol_state;
  const std::string_view verb = past.last_verb, code = past.last_reply;
  const bool positive = code == "OK", opens = verb == "SELECT" || verb == "EXAMINE";
  if (code == "BYE" || (verb == "LOGOUT" && positive)) {
    state = "logout";
  } else if (code == "PREAUTH") {
    state = "authenticated";
  } else if (code == "+") {
    if (verb == "IDLE") past.before_auth = std::exchange(state, "idle");
    if (verb == "AUTHENTICATE") state = "auth";
  } else if (state == "idle") {
    state = past.before_auth;
  } else if (verb == "LOGIN" || verb == "AUTHENTICATE") {
    const bool was_out = state == "auth" || state == "not-authenticated";
    if (was_out) state = positive ? "authenticated" : "not-authenticated";
  } else if (opens) {
    if (positive) state = "selected";
    if (code == "NO" && state == "selected") state = "authenticated";
  } else if (positive && (verb == "CLOSE" || verb == "UNSELECT")) {
    state = "authenticated";
  } else if (positive && verb == "UNAUTHENTICATE") {
    state = "not-authenticated";
  } else if (positive && verb == "STARTTLS") {
    state = "tls";
  }
}

void Facts::move_on(Past& past) const {
  if (past.protocol == scenario::Protocol::pop3) return move_on_in_pop3(past);
  if (past.protocol == scenario::Protocol::imap) return move_on_in_imap(past);
  move_on_in_smtp(past);
}

// A positive reply has the command's effect, as in the session itself. RFC 5321 sec 3.3, 4.1.4.
void Facts::move_on_in_smtp(Past& past) {
  std::string& state = past.protocol_state;
  const std::string_view verb = past.last_verb;
  const char first = past.last_reply.front();
  const bool chunks_ended = std::exchange(past.chunks_ended, false);
  if (past.last_reply == "421") {
    state = "closed";
  } else if (chunks_ended || (state == "data" && !past.in_content)) {
    state = "greeted";
  } else if (state == "auth") {
    if (first != '3') state = past.before_auth;
  } else if (verb == "AUTH" && first == '3') {
    past.before_auth = std::exchange(state, "auth");
  } else if (verb == "DATA" && first == '3') {
    state = "data";
  } else if (verb == "BDAT") {
    // After a chunk that failed nothing but the end of the transaction helps: RFC 3030 sec 2.
    if (first == '2' || state == "rcpt") state = "bdat";
  } else if (first == '2') {
    if (verb == "EHLO" || verb == "HELO" || verb == "LHLO") state = "greeted";
    if (verb == "RSET" && state != "fresh") state = "greeted";
    if (verb == "MAIL") state = "mail";
    if (verb == "RCPT") state = "rcpt";
    if (verb == "STARTTLS") state = "tls";
    if (verb == "TURN" || verb == "ATRN") state = "turned";
    if (verb == "XCLIENT") state = "fresh";
    if (verb == "QUIT") state = "closed";
  }
}

void Facts::see_attributes(Past& past) const {
  past.asked_attributes.clear();
  for (const transcript::Field& field : event_->fields) {
    const std::size_t equals = field.value.find('=');
    if (field.name != "parameter" || equals == std::string_view::npos) continue;
    const std::string_view typed = field.value.substr(equals + 1);
    past.asked_attributes[ascii::to_upper(field.value.substr(0, equals))] =
        mail::decode_xtext(typed).value_or(std::string(typed));
  }
}

// The session begins anew, as whom the proxy says.
void Facts::become(Past& past) {
  for (auto& [name, value] : past.asked_attributes) {
    const bool unknown = ascii::equal_ignoring_case(value, "[UNAVAILABLE]") ||
                         ascii::equal_ignoring_case(value, "[TEMPUNAVAIL]");
    if (unknown) past.attributes.erase(name);
    const bool marked = name.ends_with("ADDR") && ascii::starts_with_ignoring_case(value, "IPV6:");
    if (!unknown) past.attributes[name] = marked ? value.substr(5) : value;
  }
  const auto said = [&](std::string_view name, const std::string& otherwise) {
    const auto found = past.attributes.find(name);
    return found == past.attributes.end() ? otherwise : found->second;
  };
  past.client = said("ADDR", past.peer);
  past.helo = said("HELO", "");
  past.user = said("LOGIN", "");
  past.mechanism = past.user.empty() ? "" : "XCLIENT";
  past.greeted_with.clear();
}

}  // namespace postiche::judge
