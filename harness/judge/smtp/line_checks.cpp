// SPDX-License-Identifier: MIT
// How command lines of SMTP are written.

#include "harness/base/ascii.h"
#include "harness/judge/check.h"
#include "harness/judge/smtp/acts.h"

namespace postiche::judge {

using smtp::Verb;

namespace {

std::string_view line_of(const SmtpAct& act) { return act.command.line; }

// RFC 5321 sec 2.3.8: neither CR nor LF comes alone.
void crlf_only(const SmtpConversation& conversation, Finder& finder) {
  for_each_command(conversation, [&](const SmtpAct& act) {
    const std::string_view bytes = act.event->bytes;
    const bool ends_well = bytes.ends_with("\r\n");
    const std::string_view line = bytes.substr(0, bytes.size() - (ends_well ? 2 : 0));
    const std::size_t odd = line.find_first_of("\r\n");
    if (odd == std::string_view::npos) return finder.good(*act.event);
    const std::string which = line[odd] == '\n' ? "LF" : "CR";
    finder.breach(*act.event, "a command line holds a lone " + which, line.substr(odd, 1));
  });
}

// By how much extensions lengthen a command.
struct Room {
  Verb verb;
  std::string_view keyword;
  std::size_t octets;
};
constexpr Room rooms[] = {
    {Verb::mail, "SIZE", 26},           // RFC 1870 sec 3
    {Verb::mail, "8BITMIME", 17},       // RFC 6152 sec 2
    {Verb::mail, "BINARYMIME", 16},     // RFC 3030 sec 3
    {Verb::mail, "AUTH", 500},          // RFC 4954 sec 3
    {Verb::mail, "DSN", 107},           // RFC 3461 sec 3
    {Verb::rcpt, "DSN", 500},           // RFC 3461 sec 3
    {Verb::mail, "SMTPUTF8", 10},       // RFC 6531 sec 3.1
    {Verb::vrfy, "SMTPUTF8", 10},       // RFC 6531 sec 3.1
    {Verb::expn, "SMTPUTF8", 10},       // RFC 6531 sec 3.1
    {Verb::mail, "DELIVERBY", 17},      // RFC 2852 sec 4
    {Verb::mail, "FUTURERELEASE", 34},  // RFC 4865 sec 4
    {Verb::mail, "MT-PRIORITY", 15},    // RFC 6710 sec 3
    {Verb::mail, "REQUIRETLS", 11},     // RFC 8689 sec 2
};

// An initial response may be as long as a line within AUTH: RFC 4954 sec 4.
constexpr std::size_t most_of_auth = 12288;

std::size_t most_of(const SmtpAct& act) {
  if (act.is(Verb::auth)) return most_of_auth;
  std::size_t most = 512;  // RFC 5321 sec 4.5.3.1.4, with CRLF
  for (const Room& room : rooms) {
    if (act.is(room.verb) && act.offer && act.offer->has(room.keyword)) most += room.octets;
  }
  return most;
}

void command_length_limit(const SmtpConversation& conversation, Finder& finder) {
  for_each_command(conversation, [&](const SmtpAct& act) {
    const std::size_t size = act.event->bytes.size();
    finder.expect(size <= most_of(act), *act.event,
                  "a command line has " + std::to_string(size) + " octets, at most " +
                      std::to_string(most_of(act)) + " are allowed");
  });
}

bool speaks_utf8(const SmtpConversation& conversation, const SmtpAct& act) {
  if (act.is(Verb::vrfy) || act.is(Verb::expn)) return act.offer && act.offer->has("SMTPUTF8");
  const SmtpTransaction* const here = conversation.transaction_of(act);
  return here && here->mail->command.parameter("SMTPUTF8");
}

// RFC 5321 sec 2.4 and 4.1.2, RFC 6531 sec 3.
void printable_ascii_only(const SmtpConversation& conversation, Finder& finder) {
  for_each_command(conversation, [&](const SmtpAct& act) {
    const bool utf8 = speaks_utf8(conversation, act);
    const std::string_view line = line_of(act);
    const auto odd = std::find_if(line.begin(), line.end(), [&](char c) {
      return ascii::is_control(c) || (ascii::is_8bit(c) && !utf8);
    });
    if (odd == line.end()) return finder.good(*act.event);
    const std::string_view part = line.substr(static_cast<std::size_t>(odd - line.begin()), 1);
    finder.breach(*act.event,
                  verb_of(act) + (ascii::is_8bit(*odd) ? " holds an octet above 127"
                                                       : " holds a control character"),
                  part);
  });
}

// RFC 5321 sec 4.1.1. White space alone is let pass by receivers, so it is never more than a slip.
void bare_verbs(const SmtpConversation& conversation, Finder& finder) {
  for_each_command(conversation, [&](const SmtpAct& act) {
    const std::string_view line = line_of(act);
    if (!line.empty() && ascii::is_space(line.back())) {
      return finder.slip(*act.event, verb_of(act) + " ends in white space",
                         line.substr(line.size() - 1));
    }
    const bool is_bare = act.is(Verb::data) || act.is(Verb::rset) || act.is(Verb::quit);
    if (!is_bare) return;
    finder.expect(act.command.argument.empty(), *act.event, verb_of(act) + " has an argument",
                  act.command.argument);
  });
}

// RFC 5321 sec 4.1.1.1 and 4.1.4; HELP and NOOP need no greeting by the letter of sec 4.1.4, but
// it says "normally".
void verbs_only_after_hello(const SmtpConversation& conversation, Finder& finder) {
  for_each(conversation, {Verb::vrfy, Verb::expn, Verb::help, Verb::noop, Verb::rset},
           [&](const SmtpAct& act) {
             finder.expect(act.is_greeted, *act.event, verb_of(act) + " came before EHLO");
           });
}

void no_send_soml_saml(const SmtpConversation& conversation, Finder& finder) {
  for_each_command(conversation, [&](const SmtpAct& act) {
    const bool old = act.is(Verb::send) || act.is(Verb::soml) || act.is(Verb::saml);
    if (old) return finder.breach(*act.event, verb_of(act) + " was used");
    if (act.is(Verb::mail)) finder.good(*act.event);
  });
}

void no_turn(const SmtpConversation& conversation, Finder& finder) {
  for_each_command(conversation, [&](const SmtpAct& act) {
    if (act.is(Verb::turn)) return finder.breach(*act.event, "TURN was used");
    if (act.is(Verb::mail)) finder.good(*act.event);
  });
}

constexpr SmtpCheck line_table[] = {
    {"smtp.line.crlf-only", crlf_only},
    {"smtp.line.command-length-limit", command_length_limit},
    {"smtp.line.printable-ascii-only", printable_ascii_only},
    {"smtp.line.bare-verbs-no-trailing-space", bare_verbs},
    {"smtp.verbs.only-after-ehlo", verbs_only_after_hello},
    {"smtp.verbs.no-send-soml-saml", no_send_soml_saml},
    {"smtp.turn.never-used", no_turn},
};

}  // namespace

std::span<const SmtpCheck> smtp_line_checks() { return line_table; }

}  // namespace postiche::judge
