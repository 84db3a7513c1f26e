// SPDX-License-Identifier: MIT
#pragma once
// What a command needs of the offer, beyond its verb: an option of FETCH may be an extension too.

#include <cstdint>
#include <string>
#include <string_view>

#include "harness/imap/command.h"
#include "harness/imap/offer.h"
#include "harness/imap/session.h"

namespace postiche::imap {

// Whether the command is to be had at all.
bool allows(const Offer& offer, Verb verb);
// The extension that its arguments need and that is not offered; "" where there is none. Static.
std::string_view missing_extension(const Offer& offer, const Command& command);
// "CAPABILITY IMAP4rev1 ...": as response code, and as untagged response.
std::string capability_code(const Session& session);
// Of a message that is appended, in octets: RFC 7889.
std::uint64_t message_limit(const Session& session);

}  // namespace postiche::imap
