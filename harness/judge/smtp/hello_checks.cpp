// SPDX-License-Identifier: MIT
// How clients greet: EHLO, HELO, LHLO, and what comes before.

#include "harness/base/ascii.h"
#include "harness/judge/check.h"
#include "harness/judge/smtp/acts.h"
#include "harness/mail/domain.h"

namespace postiche::judge {

using smtp::Verb;

namespace {

template <typename Look>
void for_each_hello(const SmtpConversation& conversation, Look look) {
  for_each(conversation, {Verb::ehlo, Verb::helo, Verb::lhlo}, look);
}

void before_first_transaction(const SmtpConversation& conversation, Finder& finder) {
  for_each(conversation, {Verb::mail}, [&](const SmtpAct& act) {
    finder.expect(act.is_greeted, *act.event,
                  act.is_secured ? "MAIL came in TLS without a new EHLO" : "MAIL came before EHLO");
  });
}

// RFC 5321 sec 2.2.1: HELO is for servers that have refused EHLO.
void ehlo_preferred(const SmtpConversation& conversation, Finder& finder) {
  if (conversation.is_lmtp()) return;
  bool ehlo_refused = false, seen = false;
  for_each_hello(conversation, [&](const SmtpAct& act) {
    if (act.is(Verb::ehlo) && act.is_refused()) ehlo_refused = true;
    if (seen) return;
    if (act.is(Verb::ehlo)) finder.good(*act.event);
    if (act.is(Verb::helo) && !ehlo_refused) finder.breach(*act.event, "HELO came before any EHLO");
    seen = act.is_accepted();
  });
}

bool is_local_name(std::string_view domain) {
  return ascii::equal_ignoring_case(domain, "localhost") ||
         ascii::starts_with_ignoring_case(domain, "localhost.") || domain.find('.') == domain.npos;
}

// RFC 5321 sec 4.1.4 and 2.3.5. What a machine in a laboratory is called is not the client's
// fault: on loopback, which is where we listen, it is a slip.
void hello_names_host(const SmtpConversation& conversation, Finder& finder) {
  for_each_hello(conversation, [&](const SmtpAct& act) {
    const std::string_view domain = act.command.domain;
    if (domain.empty()) return finder.breach(*act.event, verb_of(act) + " names no host");
    if (domain.starts_with('[')) return finder.good(*act.event);
    const bool bare = mail::is_ipv4_address(domain) || mail::is_ipv6_address(domain);
    if (bare) {
      return finder.breach(*act.event, verb_of(act) + " gives an IP address without brackets",
                           domain);
    }
    if (!is_local_name(domain)) return finder.good(*act.event);
    finder.slip(*act.event, verb_of(act) + " gives a name that is no fully qualified domain",
                domain);
  });
}

void nothing_after_domain(const SmtpConversation& conversation, Finder& finder) {
  for_each_hello(conversation, [&](const SmtpAct& act) {
    constexpr std::string_view odd[] = {"extra-argument"};
    finder.expect(found_in(act.command, odd).empty(), *act.event,
                  "something stands behind the domain of " + verb_of(act), act.command.argument);
  });
}

void helo_is_no_literal(const SmtpConversation& conversation, Finder& finder) {
  for_each(conversation, {Verb::helo}, [&](const SmtpAct& act) {
    finder.expect(!act.command.domain.starts_with('['), *act.event, "HELO has an address literal",
                  act.command.domain);
  });
}

// RFC 5321 sec 4.1.4: a second EHLO is a RSET too.
void repeat_restarts(const SmtpConversation& conversation, Finder& finder) {
  bool repeated = false;
  for_each_command(conversation, [&](const SmtpAct& act) {
    if (smtp::is_hello(act.command.verb) && act.is_greeted && act.is_accepted()) {
      repeated = true;
      return;
    }
    if (!repeated) return;
    const bool goes_on = act.is(Verb::rcpt) || act.is(Verb::data) || act.is(Verb::bdat);
    if (goes_on && !act.transaction) {
      finder.breach(*act.event, verb_of(act) + " came behind a new EHLO without a new MAIL");
    }
    if (act.is(Verb::mail)) finder.good(*act.event);
    if (goes_on || act.is(Verb::mail)) repeated = false;
  });
}

// RFC 6531 sec 3.7.1
void hello_stays_ascii(const SmtpConversation& conversation, Finder& finder) {
  for_each_hello(conversation, [&](const SmtpAct& act) {
    finder.expect(!ascii::has_8bit(act.command.argument), *act.event,
                  verb_of(act) + " holds octets above 127", act.command.argument);
  });
}

// RFC 2033 sec 4.1
void lhlo_for_lmtp(const SmtpConversation& conversation, Finder& finder) {
  for_each_hello(conversation, [&](const SmtpAct& act) {
    const bool is_lhlo = act.is(Verb::lhlo);
    if (!is_lhlo && !conversation.is_lmtp()) return;
    finder.expect(is_lhlo == conversation.is_lmtp(), *act.event,
                  verb_of(act) + (is_lhlo ? " was said to a server of SMTP"
                                          : " was said to a server of LMTP"));
  });
}

// RFC 2033 sec 5
void no_lmtp_on_port_25(const SmtpConversation& conversation, Finder& finder) {
  for_each(conversation, {Verb::lhlo}, [&](const SmtpAct& act) {
    finder.expect(conversation.port != "25", *act.event, "LMTP was spoken on port 25");
  });
}

constexpr SmtpCheck hello_table[] = {
    {"smtp.ehlo.before-first-transaction", before_first_transaction},
    {"smtp.ehlo.preferred-over-helo", ehlo_preferred},
    {"smtp.ehlo.argument-fqdn-or-literal", hello_names_host},
    {"smtp.ehlo.nothing-after-domain", nothing_after_domain},
    {"smtp.helo.domain-not-literal", helo_is_no_literal},
    {"smtp.ehlo.repeat-restarts-from-mail", repeat_restarts},
    {"smtp.smtputf8.ehlo-name-stays-ascii", hello_stays_ascii},
    {"lmtp.lhlo.instead-of-ehlo", lhlo_for_lmtp},
    {"lmtp.port.not-on-smtp-port", no_lmtp_on_port_25},
};

}  // namespace

std::span<const SmtpCheck> smtp_hello_checks() { return hello_table; }

}  // namespace postiche::judge
