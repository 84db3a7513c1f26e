// SPDX-License-Identifier: MIT
#pragma once
// An SMTP command as a value. Views are of the line it was parsed from, which the transcript keeps.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "harness/mail/address.h"

namespace postiche::smtp {

enum class Verb : std::uint8_t {
  unknown,
  ehlo,
  helo,
  mail,
  rcpt,
  data,
  rset,
  noop,
  vrfy,
  expn,
  help,
  quit,
  // Of extensions, or known by name only, so that "not implemented" (502) and "never heard of"
  // (500) differ.
  starttls,
  auth,
  bdat,
  etrn,
  turn,
  atrn,
  send,
  soml,
  saml,
  lhlo,
  xclient,
  xforward,
};
inline constexpr std::size_t verb_count = static_cast<std::size_t>(Verb::xforward) + 1;

// The verb in capitals; "" for unknown.
std::string_view name(Verb verb);
// EHLO, HELO or LHLO.
inline bool is_hello(Verb verb) {
  return verb == Verb::ehlo || verb == Verb::helo || verb == Verb::lhlo;
}
// Ignoring case; unknown for anything that is no verb.
Verb verb_of(std::string_view text);

// esmtp-param = esmtp-keyword ["=" esmtp-value]      RFC 5321 sec 4.1.2
struct Parameter {
  std::string_view keyword;
  std::optional<std::string_view> value;

  // "SIZE=1000", as typed: both are of one line, side by side.
  std::string_view text() const {
    const char* const end = value ? value->data() + value->size() : keyword.data() + keyword.size();
    return {keyword.data(), static_cast<std::size_t>(end - keyword.data())};
  }
};

// bdat-cmd ::= "BDAT" SP chunk-size [ SP end-marker ]           RFC 3030 sec 2
struct Chunk {
  std::uint64_t size = 0;
  bool last = false;
};

struct Command {
  std::string_view line;  // without its line ending
  Verb verb = Verb::unknown;
  std::string_view verb_text;         // as typed
  std::string_view argument;          // all behind the verb and one space, as typed
  std::string_view domain;            // EHLO, HELO, LHLO: the domain or address literal
  std::optional<mail::Path> path;     // MAIL, RCPT: where it could be parsed
  std::vector<Parameter> parameters;  // MAIL, RCPT; attributes of XCLIENT, XFORWARD
  std::string_view text;              // VRFY, EXPN: who or what is asked about
  // BDAT: there as soon as its size can be read, well formed or not, since then so many octets
  // follow the line whatever is said to it.
  std::optional<Chunk> chunk;
  std::string_view mechanism;                        // AUTH, as typed
  std::optional<std::string_view> initial_response;  // AUTH, in base64; "=" is an empty one
  // ETRN: one, "@example.com" with all below it, "#name" another kind of queue. ATRN: none is all.
  std::vector<std::string_view> queues;
  std::vector<std::string_view> deviations;  // names, static: "missing-angle-brackets"
  std::string_view fault;                    // the deviation that cannot be let through; "" if none

  // By the production, deviations that are let through apart.
  bool well_formed() const { return fault.empty(); }
  const Parameter* parameter(std::string_view keyword) const;  // ignoring case; null if absent
};

}  // namespace postiche::smtp
