// SPDX-License-Identifier: MIT
// How clients of IMAP log in.

#include "harness/base/ascii.h"
#include "harness/judge/check.h"
#include "harness/judge/clear_text.h"
#include "harness/judge/imap/acts.h"

namespace postiche::judge {

using imap::Verb;

namespace {

// Mechanisms for a password, which is what somebody who uses LOGIN has.
bool is_for_password(std::string_view mechanism) {
  return ascii::equal_ignoring_case(mechanism, "PLAIN") ||
         ascii::starts_with_ignoring_case(mechanism, "SCRAM-");
}

// RFC 9051 sec 6.2.3
void login_as_last_resort(const ImapConversation& conversation, Finder& finder) {
  bool tried = false;
  for_each(conversation, {Verb::authenticate, Verb::login}, [&](const ImapAct& act) {
    if (act.is(Verb::authenticate)) {
      tried = true;
      return finder.good(*act.event);
    }
    if (!act.offer) return;
    const auto mechanisms = act.offer->mechanisms();
    const bool offered = std::any_of(mechanisms.begin(), mechanisms.end(), is_for_password);
    finder.expect(tried || !offered, *act.event,
                  "LOGIN was used, and AUTHENTICATE was offered and not tried");
  });
}

// RFC 4959 sec 3
void initial_response_when_offered(const ImapConversation& conversation, Finder& finder) {
  for_each_with<imap::AuthenticateArguments>(
      conversation, [&](const ImapAct& act, const imap::AuthenticateArguments& login) {
        if (!login.initial_response) return;
        if (!act.offer) {
          return finder.slip(*act.event,
                             "AUTHENTICATE has an initial response, and the"
                             " capabilities were not known");
        }
        finder.expect(act.offer->offers("SASL-IR"), *act.event,
                      "AUTHENTICATE has an initial response, and SASL-IR was not offered");
      });
}

// RFC 4959 sec 3
void bare_initial_response(const ImapConversation& conversation, Finder& finder) {
  for_each(conversation, {Verb::authenticate}, [&](const ImapAct& act) {
    const std::string_view argument = act.command.argument;
    const std::string_view mechanism = argument.substr(0, argument.find(' '));
    if (mechanism.size() == argument.size()) return;
    const std::string_view response = argument.substr(mechanism.size() + 1);
    const bool is_bare = !response.empty() && response.find_first_of("\"{ ") == response.npos;
    finder.expect(is_bare, *act.event, "the initial response is not written as it should be",
                  response);
  });
}

void credentials_in_tls(const ImapConversation& conversation, Finder& finder) {
  const ImapAct* auth = nullptr;
  for (const ImapAct& act : conversation.acts) {
    const auto* const login = std::get_if<imap::AuthenticateArguments>(&act.command.arguments);
    const bool is_response = act.kind == ImapAct::Kind::response;
    if (!is_response) auth = login && tells_secret(login->mechanism) ? &act : nullptr;
    const bool is_told = auth && (is_response || (login && login->initial_response));
    if (!is_told && !act.is(Verb::login)) continue;
    judge_secret(*act.event, act.is_secured, finder);
    auth = nullptr;
  }
}

constexpr ImapCheck imap_login_table[] = {
    {"imap.login.only-as-last-resort", login_as_last_resort},
    {"imap.auth.initial-response-only-when-offered", initial_response_when_offered},
    {"imap.auth.bare-base64-initial-response", bare_initial_response, for_all, Excuse::none},
    {"imap.credentials.only-inside-tls", credentials_in_tls, for_all, Excuse::none},
};

}  // namespace

std::span<const ImapCheck> imap_login_checks() { return imap_login_table; }

}  // namespace postiche::judge
