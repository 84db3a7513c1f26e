// SPDX-License-Identifier: MIT
// What the warnings know of the server, against the server itself. The warnings are in
// tests/diagnostics/.

#include "harness/scenario/lint/lint.h"

#include <doctest/doctest.h>

#include "harness/imap/offer.h"
#include "harness/pop3/offer.h"
#include "harness/scenario/loader.h"
#include "harness/smtp/offer.h"

namespace postiche::scenario {
namespace {

TEST_CASE("the warnings know what the honest server offers") {
  std::vector<std::string> offered;
  const smtp::StagedOffer honest;
  for (const smtp::Extension* const each : smtp::all_extensions()) {
    if (honest.offers(each->keyword)) offered.emplace_back(each->keyword);
  }
  const auto known = honest_capabilities(Protocol::smtp);
  CHECK(offered == std::vector<std::string>(known.begin(), known.end()));
  const pop3::StagedOffer maildrop;
  offered.clear();
  for (const pop3::Extension* const each : pop3::all_extensions()) {
    if (maildrop.offers(each->keyword)) offered.emplace_back(each->keyword);
  }
  const auto of_pop3 = honest_capabilities(Protocol::pop3);
  CHECK(offered == std::vector<std::string>(of_pop3.begin(), of_pop3.end()));
  offered.clear();
  for (const imap::Extension& each : imap::all_extensions()) {
    if (each.usual) offered.emplace_back(each.keyword);
  }
  const auto of_imap = honest_capabilities(Protocol::imap);
  CHECK(offered == std::vector<std::string>(of_imap.begin(), of_imap.end()));
  const imap::StagedOffer mailboxes;
  for (const std::string_view each : of_imap) CHECK_MESSAGE(mailboxes.offers(each), each);
}

// Each looks like something that is warned of, and is not.
TEST_CASE("what may be meant is not warned of") {
  const char* const rules[] = {
      "{when: AUTH, reply: 502 5.5.1 Not here}",
      "{when: AUTH, verdict: {fail: it was not offered}}",
      "{when: [MAIL, AUTH, STARTTLS], close: rst}",
      "{when: RCPT, reply: {text: 354 Go on, effect: no}}",
      "{when: RCPT, send: \"354 Go on\\r\\n\"}",
      "{when: DATA, times: 1, reply: 451 4.3.0 Later}, {when: message, silence: yes}",
      "{when: DATA, reply: 451 4.3.0 Later}, {when: BDAT, reply: 250 2.0.0 OK}, "
      "{when: message, silence: yes}, {when: EHLO, reply: [250-mx, 250 CHUNKING]}",
      "{when: MAIL, state: a}, {when: RCPT, state: b}, {when: DATA, if: {state: a}, silence: yes}",
      "{when: RCPT, from: 5m, for: 10m, silence: yes}",
      "{when: connect, if: {helo: {present: no}}, silence: yes}",
      "{when: MAIL, if: {not: {parameters: '*NOTIFY=*'}}, silence: yes}",
      "{when: EHLO, set: {who: \"{helo}\"}, reply: \"250 {who}\"}",
  };
  for (const char* const rule : rules) {
    const std::string text =
        "postiche: 1\nscenario: test\nsmtp: {rules: [" + std::string(rule) + "]}\n";
    CAPTURE(text);
    for (const Diagnostic& one : load_text(text, "x.yaml").diagnostics) FAIL_CHECK(one.text());
  }
}

TEST_CASE("replies of IMAP are tagged, untagged, or go on") {
  const char* const sections[] = {
      R"(
imap:
  greeting: "* PREAUTH [CAPABILITY IMAP4rev1] {domain}"
  rules:
    - {when: LOGIN, reply: "NO [UNAVAILABLE] {tag}"}
    - {when: SELECT, reply: ["* 5 EXISTS", "* OK [UIDVALIDITY 1] yes", "OK [READ-WRITE] done"]}
    - {when: AUTHENTICATE, reply: +}
    - {when: sasl, reply: BAD what}
    - {when: IDLE, reply: ["+ idling", "* 6 EXISTS"]}
    - {when: literal, reply: + go on}
    - {when: NOOP, reply: BYE Good night}
    - {when: CHECK, reply: ["* 1 EXPUNGE", "{tag} OK done"]}
)",
      R"(
imap:
  dialogue:
    - S: "* OK ready"
    - C: "{t} CAPABILITY"
    - S: "* CAPABILITY IMAP4rev1"
    - S: "{t} OK done"
    - C: a2 NOOP
    - S: a2 OK done
    - C: a3 NOOP
    - S: OK done
    - C: a4 LOGOUT
    - S: ["* BYE", OK bye]
)",
  };
  for (const char* const section : sections) {
    const std::string text = "postiche: 1\nscenario: test" + std::string(section);
    CAPTURE(text);
    for (const Diagnostic& one : load_text(text, "x.yaml").diagnostics) FAIL_CHECK(one.text());
  }
}

TEST_CASE("AUTH is offered by POP3 under another word") {
  const std::string text =
      "postiche: 1\nscenario: test\n"
      "pop3: {offer: [SASL PLAIN], rules: [{when: AUTH, reply: -ERR No}]}\n";
  for (const Diagnostic& one : load_text(text, "x.yaml").diagnostics) FAIL_CHECK(one.text());
}

}  // namespace
}  // namespace postiche::scenario
