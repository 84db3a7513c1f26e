// SPDX-License-Identifier: MIT
#pragma once
// How a line of an exchange of AUTH, or its initial response, ended, as far as the protocol around
// it has a reply for that: RFC 4954 sec 4, 6.

#include <cstdint>
#include <string_view>

#include "harness/sasl/step.h"

namespace postiche::sasl {

enum class Outcome : std::uint8_t {
  accepted,
  rejected,            // wrong user or password
  cancelled,           // the client said "*"
  not_base64,          // and nothing can be made of it
  malformed,           // base64 of something that the mechanism can't read
  too_long,            // RFC 4954 sec 4: 12288 octets
  unexpected_initial,  // where the server is to speak first
  too_weak,            // for this user
  needs_tls,           // for this mechanism
  needs_transition,    // the user's password has to be set anew
  unavailable,         // nobody can tell just now
};

// What the end of an exchange is to the protocol; of a challenge, which is no end, `rejected`.
Outcome outcome_of(const Step& step);
// As `sasl.outcome` has it: "challenged", "accepted", "rejected", "cancelled" or "malformed".
std::string_view word_for(const Step& step, Outcome outcome);

}  // namespace postiche::sasl
