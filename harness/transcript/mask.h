// SPDX-License-Identifier: MIT
#pragma once
// Secrets in what is written to files. In memory they stay exact, for assertions.

#include <string>
#include <string_view>

#include "harness/transcript/event.h"

namespace postiche::transcript {

enum class Secrets { masked, shown };

// Whether the event's octets hold a secret: AUTH's initial response (RFC 4954 sec 4) or PASS's
// password (RFC 1939 sec 7), in a command or in what was heard and never became one.
bool has_secret(const Event& event);

// The octets with each octet of a secret as '*', line by line: the length stays, so offsets stay
// true.
std::string masked(std::string_view octets);
// The same for the value of one field of the event.
std::string masked_field(const Event& event, const Field& field);

}  // namespace postiche::transcript
