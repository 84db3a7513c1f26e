// SPDX-License-Identifier: MIT
#pragma once
// Secrets in what is written to files. In memory they stay exact, for assertions.

#include <string>
#include <string_view>

#include "harness/transcript/event.h"

namespace postiche::transcript {

enum class Secrets { masked, shown };

// Whether the event holds a secret: AUTH's initial response or a line within it (RFC 4954
// sec 4), PASS's password (RFC 1939 sec 7), or those of IMAP's LOGIN and AUTHENTICATE, in a
// command, in a part of one, or in what was heard and never became one.
bool has_secret(const Event& event);
// The event's octets with each octet of a secret as '*': the length stays, so offsets stay true.
std::string masked(const Event& event);

// The same of octets of which nothing more is known, line by line.
std::string masked(std::string_view octets);
// The same for the value of one field of the event.
std::string masked_field(const Event& event, const Field& field);

}  // namespace postiche::transcript
