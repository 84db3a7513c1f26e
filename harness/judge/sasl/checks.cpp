// SPDX-License-Identifier: MIT
// What clients say within AUTH and AUTHENTICATE. The form is judged, never the secret.

#include <algorithm>

#include "harness/base/ascii.h"
#include "harness/base/base64.h"
#include "harness/base/utf8.h"
#include "harness/judge/check.h"
#include "harness/mail/address.h"
#include "harness/sasl/mechanism.h"
#include "harness/sasl/mechanisms/gs2.h"

namespace postiche::judge {

namespace {

// RFC 4422 sec 5. LOGIN with the name of the user is an old habit that servers know.
void no_initial_when_server_first(const SaslExchange& exchange, Finder& finder) {
  const sasl::Mechanism* const known = sasl::find(exchange.mechanism);
  if (!known || known->first != sasl::Side::server) return;
  if (!exchange.has_initial_response) return finder.good(*exchange.command);
  const std::string measured = exchange.mechanism + " has an initial response";
  if (known->id == sasl::Id::login) return finder.slip(*exchange.command, measured);
  finder.breach(*exchange.command, measured);
}

std::string fault_of_plain(const std::vector<std::string_view>& fields, std::string_view octets) {
  if (fields.size() != 3) return "PLAIN has not exactly two NULs";
  if (fields[1].empty()) return "PLAIN names no user";
  if (fields[2].empty()) return "PLAIN has an empty password";
  return utf8::is_valid(octets) ? "" : "PLAIN is no UTF-8";
}

// message = [authzid] UTF8NUL authcid UTF8NUL passwd             RFC 4616 sec 2
void plain_message(const SaslExchange& exchange, Finder& finder) {
  const SaslMessage* const message = exchange.first();
  if (!exchange.is("PLAIN") || !message) return;
  const std::string fault = fault_of_plain(ascii::split(*message->octets, '\0'), *message->octets);
  finder.expect(fault.empty(), *message->event, fault);
}

// RFC 4616 sec 2. Some servers take it for a wish to be somebody else.
void authzid_of_plain(const SaslExchange& exchange, Finder& finder) {
  const SaslMessage* const message = exchange.first();
  if (!exchange.is("PLAIN") || !message) return;
  const auto fields = ascii::split(*message->octets, '\0');
  if (fields.size() != 3) return;
  const bool says_twice = !fields[0].empty() && fields[0] == fields[1];
  if (!says_twice) return finder.good(*message->event);
  finder.remark(*message->event, "PLAIN asks to act as who logs in anyway");
}

bool is_small_hex(char c) { return ascii::is_digit(c) || (c >= 'a' && c <= 'f'); }

// RFC 2195 sec 2. What the digest is of, only the server can tell.
void cram_md5_response(const SaslExchange& exchange, Finder& finder) {
  const SaslMessage* const message = exchange.first();
  if (!exchange.is("CRAM-MD5") || !message) return;
  const std::string_view octets = *message->octets;
  const std::size_t space = octets.rfind(' ');
  const bool has_name = space != octets.npos && space > 0;
  const std::string_view digest = has_name ? octets.substr(space + 1) : "";
  const bool is_digest =
      digest.size() == 32 && std::all_of(digest.begin(), digest.end(), is_small_hex);
  finder.expect(is_digest, *message->event,
                "CRAM-MD5 has no name with 32 small hexadecimal digits behind it");
}

// The value of "n=user" in a message of SCRAM, where that is its attribute number `index`.
std::optional<std::string_view> attribute(const std::vector<std::string_view>& parts,
                                          std::size_t index, char name) {
  if (index >= parts.size() || parts[index].size() < 2) return std::nullopt;
  if (parts[index][0] != name || parts[index][1] != '=') return std::nullopt;
  return parts[index].substr(2);
}

// client-first-message = gs2-header [reserved-mext ","] username "," nonce ["," extensions]
//                                                               RFC 5802 sec 7
std::string fault_of_client_first(std::string_view octets) {
  sasl::Deviations unused;
  const sasl::ReadGs2Header read = sasl::read_gs2_header(octets, unused);
  if (!read.header) return "SCRAM begins with no gs2-header";
  const auto parts = ascii::split(octets.substr(read.header->size), ',');
  const auto name = attribute(parts, 0, 'n');
  if (!name || name->empty()) return "SCRAM has no name behind the gs2-header";
  if (!sasl::unescape_name(*name, unused)) return "SCRAM has a name with a bare equals sign";
  const auto nonce = attribute(parts, 1, 'r');
  if (!nonce || nonce->empty()) return "SCRAM has no nonce behind the name";
  return "";
}

void scram_client_first(const SaslExchange& exchange, Finder& finder) {
  const SaslMessage* const message = exchange.first();
  if (!exchange.is_scram() || !message) return;
  const std::string fault = fault_of_client_first(*message->octets);
  finder.expect(fault.empty(), *message->event, fault);
}

// RFC 5802 sec 6
void scram_binding(const SaslExchange& exchange, Finder& finder) {
  const SaslMessage *first = exchange.first(), *final = exchange.readable(1);
  if (!exchange.is_scram() || !first || !final) return;
  sasl::Deviations unused;
  const sasl::ReadGs2Header read = sasl::read_gs2_header(*first->octets, unused);
  if (!read.header) return;
  const std::string_view header = std::string_view(*first->octets).substr(0, read.header->size);
  const auto parts = ascii::split(*final->octets, ',');
  const auto said = base64::decode(attribute(parts, 0, 'c').value_or("*"));
  const bool is_bound = read.header->flag == 'p';
  const bool fits = said && said->starts_with(header) &&
                    (is_bound ? said->size() > header.size() : said->size() == header.size());
  finder.expect(fits, *final->event, "c= is not what the exchange began with");
}

// RFC 5802 sec 3. Whose proof is refused may have another password: only what could be no proof of
// any password is a fault.
void scram_proof(const SaslExchange& exchange, Finder& finder) {
  const SaslMessage* const final = exchange.readable(1);
  if (!exchange.is_scram() || !final) return;
  const auto parts = ascii::split(*final->octets, ',');
  const auto proof = base64::decode(attribute(parts, parts.size() - 1, 'p').value_or("*"));
  const std::size_t size = exchange.mechanism.starts_with("SCRAM-SHA-256") ? 32 : 20;
  if (!proof || proof->size() != size) {
    return finder.breach(
        *final->event, exchange.mechanism + " has no proof of " + std::to_string(size) + " octets");
  }
  if (exchange.is_accepted) return finder.good(*final->event);
  finder.unclear(*final->event, "the proof was refused: the password may be another one");
}

// Whether this is *( key "=" value %x01 ) %x01, and has a bearer token: RFC 7628 sec 3.1.
bool is_pairs_with_token(std::string_view text) {
  if (!text.ends_with("\x01\x01")) return false;
  text.remove_suffix(2);
  bool has_token = false;
  for (const std::string_view pair : ascii::split(text, '\x01')) {
    const std::size_t equals = pair.find('=');
    const std::string_view key = pair.substr(0, equals);
    if (equals == pair.npos || key.empty()) return false;
    if (!std::all_of(key.begin(), key.end(), ascii::is_alpha)) return false;
    const bool is_auth = ascii::equal_ignoring_case(key, "auth");
    has_token = has_token ||
                (is_auth && ascii::starts_with_ignoring_case(pair.substr(equals + 1), "Bearer "));
  }
  return has_token;
}

void oauthbearer_message(const SaslExchange& exchange, Finder& finder) {
  const SaslMessage* const message = exchange.first();
  if (!exchange.is("OAUTHBEARER") || !message) return;
  sasl::Deviations unused;
  const sasl::ReadGs2Header read = sasl::read_gs2_header(*message->octets, unused);
  if (!read.header) {
    return finder.breach(*message->event, "OAUTHBEARER begins with no gs2-header");
  }
  const std::string_view rest = std::string_view(*message->octets).substr(read.header->size);
  const bool fits = rest.starts_with('\x01') && is_pairs_with_token(rest.substr(1));
  finder.expect(fits, *message->event, "OAUTHBEARER has no pairs that end as they should");
}

void xoauth2_message(const SaslExchange& exchange, Finder& finder) {
  if (!exchange.is("XOAUTH2") || exchange.messages.empty()) return;
  const SaslMessage& message = exchange.messages.front();
  if (!message.octets) return;
  const auto parts = ascii::split(*message.octets, '\x01');
  const bool fits = parts.size() == 4 && parts[0].starts_with("user=") && parts[0].size() > 5 &&
                    ascii::starts_with_ignoring_case(parts[1], "auth=Bearer ") &&
                    parts[2].empty() && parts[3].empty();
  finder.expect(fits, *message.event, "XOAUTH2 does not have user and auth, and nothing else");
}

// RFC 4422 App A
void external_identity(const SaslExchange& exchange, Finder& finder) {
  const SaslMessage* const message = exchange.first();
  if (!exchange.is("EXTERNAL") || !message) return;
  const std::string_view octets = *message->octets;
  const bool fits = octets.find('\0') == octets.npos && utf8::is_valid(octets);
  finder.expect(fits, *message->event, "EXTERNAL names no identity");
}

bool is_address(std::string_view text) {
  mail::Findings odd;
  const std::string path = "<" + std::string(text) + ">";
  const mail::ParsedPath parsed = mail::parse_path(path, mail::Direction::forward, odd);
  return parsed.path && odd.fault.empty() && parsed.rest.empty();
}

std::size_t characters_in(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) >> 6) != 2; }));
}

// RFC 4505 sec 2
void anonymous_trace(const SaslExchange& exchange, Finder& finder) {
  constexpr std::size_t most = 255;
  const SaslMessage* const message = exchange.first();
  if (!exchange.is("ANONYMOUS") || !message) return;
  const std::string_view trace = *message->octets;
  const bool has_at = trace.find('@') != trace.npos;
  const bool fits =
      utf8::is_valid(trace) && (has_at ? is_address(trace) : true) && characters_in(trace) <= most;
  finder.expect(fits, *message->event, "the trace of ANONYMOUS is neither an address nor a token");
}

constexpr SaslCheck sasl_table[] = {
    {"sasl.exchange.no-initial-when-server-first", no_initial_when_server_first},
    {"sasl.plain.nul-separated-utf8-message", plain_message},
    {"sasl.plain.authzid-normally-empty", authzid_of_plain},
    {"sasl.cram-md5.name-and-hex-digest", cram_md5_response},
    {"sasl.scram.client-first-syntax", scram_client_first},
    {"sasl.scram.binding-echoes-gs2-header", scram_binding},
    {"sasl.scram.correct-client-proof", scram_proof},
    {"sasl.oauthbearer.message-syntax", oauthbearer_message},
    {"sasl.xoauth2.message-syntax", xoauth2_message},
    {"sasl.external.empty-or-valid-authzid", external_identity},
    {"sasl.anonymous.valid-trace-text", anonymous_trace},
};

}  // namespace

std::span<const SaslCheck> sasl_checks() { return sasl_table; }

}  // namespace postiche::judge
