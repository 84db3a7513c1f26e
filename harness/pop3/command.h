// SPDX-License-Identifier: MIT
#pragma once
// A POP3 command as a value. Views are of the line it was parsed from, which the transcript keeps.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace postiche::pop3 {

enum class Verb : std::uint8_t {
  unknown,
  user,
  pass,
  apop,
  auth,
  capa,
  stls,
  lang,
  utf8,
  stat,
  list,
  uidl,
  retr,
  top,
  dele,
  noop,
  rset,
  quit,
};
inline constexpr std::size_t verb_count = static_cast<std::size_t>(Verb::quit) + 1;

// The verb in capitals; "" for unknown.
std::string_view name(Verb verb);
// Ignoring case (RFC 1939 sec 3); unknown for anything that is no verb.
Verb verb_of(std::string_view text);

struct Command {
  std::string_view line;  // without its line ending
  Verb verb = Verb::unknown;
  std::string_view verb_text;                        // as typed
  std::string_view argument;                         // all behind the verb and one space, as typed
  std::string_view user;                             // USER, APOP
  std::string_view password;                         // PASS: with its spaces, if it has any
  std::string_view digest;                           // APOP, as typed
  std::string_view mechanism;                        // AUTH, as typed; "" where it only asks
  std::optional<std::string_view> initial_response;  // AUTH, in base64; "=" is an empty one
  std::optional<std::uint64_t> message;              // LIST, UIDL, RETR, TOP, DELE
  std::optional<std::uint64_t> lines;                // TOP
  std::string_view language;                         // LANG; "" where it only asks
  std::vector<std::string_view> deviations;          // names, static: "extra-white-space"
  std::string_view fault;  // the deviation that cannot be let through; "" if none

  // By the production, deviations that are let through apart.
  bool well_formed() const { return fault.empty(); }
};

}  // namespace postiche::pop3
