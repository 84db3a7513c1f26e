// SPDX-License-Identifier: MIT
#include "harness/scenario/language.h"

#include <algorithm>
#include <array>

#include "harness/base/bug.h"

namespace postiche::scenario {

namespace {

constexpr std::array event_rows = {
    EventRow{"connect", Event::connect, "A client has connected; nothing was said yet."},
    EventRow{"command", Event::command, "Any command line."},
    EventRow{"first-command", Event::first_command, "The first command line of a connection."},
    EventRow{"unknown", Event::unknown, "A command whose verb the protocol does not know."},
    EventRow{"garbage", Event::garbage,
             "A line that is no command at all: control or 8-bit bytes, or over-long."},
    EventRow{"data", Event::data,
             "Inside a message; `data: {after-bytes: 5000}` waits for so much of it."},
    EventRow{"message", Event::message,
             "The end of a message, before the reply to it; in `expect`, one that was accepted."},
    EventRow{"refused", Event::refused,
             "Only in `expect`: a message was sent whole and was not accepted.",
             EventRow::Use::expected},
    EventRow{"quiet", Event::quiet,
             "Only in rules: `quiet: 30s`, the client has said nothing for so long, once in each "
             "silence.",
             EventRow::Use::rules},
    EventRow{"after", Event::after,
             "Only in rules: `after: 5s`, so long after the connection was made.",
             EventRow::Use::rules},
    EventRow{"close", Event::close,
             "The connection has ended: a rule can remember and judge, but say nothing more."},
    EventRow{"sasl", Event::sasl, "A line within AUTH, behind the command itself."},
    EventRow{"tls", Event::tls, "The handshake of TLS is done."},
    EventRow{"tls-failed", Event::tls_failed,
             "Only in `expect`: a handshake of TLS came to nothing.", EventRow::Use::expected},
    EventRow{"early", Event::early,
             "Only in `expect`: a command that was there before the greeting, or before the reply "
             "to the command in front of it.",
             EventRow::Use::expected},
    EventRow{"literal", Event::literal,
             "IMAP: a literal was announced, and the client may be waiting for `+`.",
             EventRow::Use::anywhere, Protocol::imap},
    EventRow{"idle", Event::idle, "IMAP: the client was told `+`, and waits for news.",
             EventRow::Use::anywhere, Protocol::imap},
};

constexpr std::array attribute_rows = {
    AttributeRow{"connection", Attribute::connection, true,
                 "The connection's number in this run, from 1."},
    AttributeRow{"client.ip", Attribute::client_ip, false, "The client's address."},
    AttributeRow{"service", Attribute::service, false,
                 "What it came to, as `services` calls it: smtp, submissions, pop3s ..."},
    AttributeRow{"port", Attribute::port, true, "The port that it came to; 0 on a Unix socket."},
    AttributeRow{"helo", Attribute::helo, false, "What the latest EHLO or HELO gave as a name."},
    AttributeRow{"greeted-with", Attribute::greeted_with, false,
                 "EHLO or HELO; empty before either."},
    AttributeRow{
        "protocol.state", Attribute::protocol_state, false,
        "SMTP's state: fresh, greeted, mail, rcpt, bdat, data, auth, tls or turned; POP3's: "
        "authorization, named, auth, tls, transaction, update or closed; IMAP's: "
        "not-authenticated, auth, tls, authenticated, selected, idle or logout."},
    AttributeRow{"state", Attribute::state, false,
                 "The state of this connection that a `state` step named; `start` before any."},
    AttributeRow{"verb", Attribute::verb, false,
                 "The command's first word; IMAP: behind the tag, and with UID: `UID FETCH`."},
    AttributeRow{"argument", Attribute::argument, false, "All behind the verb."},
    AttributeRow{"line", Attribute::line, false, "The whole command line."},
    AttributeRow{"reverse-path", Attribute::reverse_path, false,
                 "The sender of the mail at hand; empty for the null path."},
    AttributeRow{"recipient", Attribute::recipient, false,
                 "The recipient of the command at hand, else the latest accepted one."},
    AttributeRow{"parameters", Attribute::parameters, false,
                 "The ESMTP parameters of the command at hand."},
    AttributeRow{
        "size", Attribute::size, true,
        "Octets: what MAIL declares with SIZE, at a message's end what it has; POP3: those of "
        "the message that the command names."},
    AttributeRow{"message-number", Attribute::message_number, true,
                 "POP3: the message that the command names, by its number."},
    AttributeRow{"unique-id", Attribute::unique_id, false, "POP3: that message's UIDL."},
    AttributeRow{"tag", Attribute::tag, false, "IMAP: the tag of the command at hand."},
    AttributeRow{"mailbox", Attribute::mailbox, false,
                 "IMAP: the mailbox that the command names, else the one that is open."},
    AttributeRow{"message-set", Attribute::message_set, false,
                 "IMAP: the messages that the command names, as it writes them: `1:*,7`."},
    AttributeRow{"literal.size", Attribute::literal_size, true,
                 "IMAP: the octets of the literal that is announced."},
    AttributeRow{"literal.kind", Attribute::literal_kind, false,
                 "IMAP: `synchronizing` where the client waits for an answer to that, "
                 "`non-synchronizing` where it does not."},
    AttributeRow{"recipients", Attribute::recipients, true,
                 "How many recipients this mail has so far."},
    AttributeRow{"recipients.refused", Attribute::recipients_refused, true,
                 "How many recipients of this mail were refused."},
    AttributeRow{"messages", Attribute::messages, true,
                 "How many messages were accepted on this connection."},
    AttributeRow{"commands", Attribute::commands, true,
                 "How many command lines this connection has sent, the one at hand included."},
    AttributeRow{
        "errors", Attribute::errors, true,
        "How many negative replies this connection was given: 400 and above, -ERR, NO, BAD."},
    AttributeRow{
        "last-reply", Attribute::last_reply, true,
        "The code of the latest reply on this connection; POP3: +OK, -ERR or +; IMAP: OK, NO, "
        "BAD, +, BYE or PREAUTH."},
    AttributeRow{"last-verb", Attribute::last_verb, false,
                 "The verb of the command before the one at hand."},
    AttributeRow{"tls", Attribute::tls, false, "Whether the connection is encrypted: yes or no."},
    AttributeRow{"tls.version", Attribute::tls_version, false,
                 "The version of TLS, as TLSv1.3; none without it."},
    AttributeRow{"tls.cipher", Attribute::tls_cipher, false, "The cipher suite, by its IANA name."},
    AttributeRow{"tls.protocol", Attribute::tls_protocol, false,
                 "What ALPN has chosen; none where it was not spoken."},
    AttributeRow{"tls.client", Attribute::tls_client, false,
                 "The subject of the client's certificate; none without one."},
    AttributeRow{"sni", Attribute::sni, false, "The name that the TLS client asked for."},
    AttributeRow{"user", Attribute::user, false, "Who has authenticated; none before."},
    AttributeRow{"mechanism", Attribute::mechanism, false,
                 "The mechanism of the AUTH at hand, else of the one that succeeded."},
    AttributeRow{"sasl.user", Attribute::sasl_user, false,
                 "Whom the client claims to be, in the exchange at hand."},
    AttributeRow{"sasl.outcome", Attribute::sasl_outcome, false,
                 "What an honest server makes of the line at hand: challenged, accepted, rejected, "
                 "cancelled or malformed."},
    AttributeRow{"sasl.decoded", Attribute::sasl_decoded, false,
                 "The line at hand, out of its base64."},
    AttributeRow{"header", Attribute::header, false,
                 "A field of the message at hand: `header.subject`."},
};

constexpr std::array service_rows = {
    ServiceRow{"smtp", "SMTP as between servers, with STARTTLS.", 1025},
    ServiceRow{"smtps", "The same inside TLS from the first octet.", 1026},
    ServiceRow{"submission", "For mail clients: RFC 6409, with STARTTLS.", 1587},
    ServiceRow{"submissions", "The same inside TLS from the first octet: RFC 8314 sec 3.3.", 1465},
    ServiceRow{"lmtp", "For delivery to mailboxes: RFC 2033.", 1024},
    ServiceRow{"pop3", "POP3, with STLS.", 1110},
    ServiceRow{"pop3s", "The same inside TLS from the first octet: RFC 8314 sec 3.3.", 1995},
    ServiceRow{"imap", "IMAP, with STARTTLS.", 1143},
    ServiceRow{"imaps", "The same inside TLS from the first octet: RFC 8314 sec 3.2.", 1993},
};

constexpr std::array need_rows = {
    WordRow{"smtp", "speaks SMTP"},
    WordRow{"lmtp", "speaks LMTP"},
    WordRow{"imap", "speaks IMAP"},
    WordRow{"pop3", "speaks POP3"},
    WordRow{"queue", "keeps mail and tries again"},
    WordRow{"polls", "looks for new mail again and again"},
    WordRow{"tls", "speaks TLS"},
    WordRow{"auth", "has a user name and a password to give"},
    WordRow{"smtputf8", "can send internationalized addresses"},
    WordRow{"one-shot", "has no queue: its exit status tells what became of the mail"},
    WordRow{"tls-required", "may say nothing in clear, whatever the server says"},
    WordRow{"cleartext", "may send mail in clear where there is no TLS"},
    WordRow{"several-recipients", "can send one message to several recipients"},
    WordRow{"several-messages", "can send several messages in one run"},
};

constexpr std::array tally_rows = {
    WordRow{"count", "how often it was counted for this key, this time included"},
    WordRow{"age", "the time since it was counted first"},
    WordRow{"first", "when it was counted first"},
    WordRow{"last", "when it was counted last"},
};

constexpr std::array template_rows = {
    WordRow{"verb", "the command's first word"},
    WordRow{"argument", "all behind the verb"},
    WordRow{"line", "the whole command line"},
    WordRow{"recipient", "the recipient at hand"},
    WordRow{"reverse-path", "the sender of the mail at hand"},
    WordRow{"helo", "what EHLO or HELO gave as a name"},
    WordRow{"tag", "the tag of the command at hand, in IMAP"},
    WordRow{"mailbox", "the mailbox at hand, in IMAP"},
    WordRow{"client.ip", "the client's address"},
    WordRow{"connection", "the connection's number, from 1"},
    WordRow{"domain", "what the server calls itself"},
    WordRow{"count", "how often this rule's event came for its key, this time included"},
    WordRow{"left", "the time until `for` or `from` is over"},
};

}  // namespace

std::span<const EventRow> events() { return event_rows; }
std::span<const AttributeRow> attributes() { return attribute_rows; }
std::span<const ServiceRow> services() { return service_rows; }
std::span<const WordRow> needs() { return need_rows; }
std::span<const WordRow> tally_questions() { return tally_rows; }
std::span<const WordRow> template_names() { return template_rows; }

std::optional<Attribute> find_attribute(std::string_view word) {
  for (const AttributeRow& row : attribute_rows) {
    if (row.word == word) return row.attribute;
  }
  return std::nullopt;
}

std::string_view word_for(Attribute attribute) {
  if (attribute == Attribute::variable) return "variable";
  const auto row = std::find_if(attribute_rows.begin(), attribute_rows.end(),
                                [&](const AttributeRow& r) { return r.attribute == attribute; });
  POSTICHE_CHECK(row != attribute_rows.end());
  return row->word;
}

}  // namespace postiche::scenario
