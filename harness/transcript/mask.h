// SPDX-License-Identifier: MIT
#pragma once
// Secrets in what is written to files. In memory they stay exact, for assertions.

#include <string>

#include "harness/transcript/event.h"

namespace postiche::transcript {

enum class Secrets { masked, shown };

// Where in the event's bytes a secret stands; {0, 0} if nowhere. AUTH's initial response
// (RFC 4954 sec 4) and PASS's password (RFC 1939 sec 7).
struct SecretSpan {
  std::size_t begin = 0;
  std::size_t size = 0;
};
SecretSpan find_secret(const Event& event);

// The event's bytes with each octet of the secret as '*': the length stays, so offsets stay true.
std::string masked_bytes(const Event& event);
// The same for the value of one of its fields.
std::string masked_field(const Event& event, const Field& field);

}  // namespace postiche::transcript
