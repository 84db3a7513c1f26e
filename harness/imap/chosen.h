// SPDX-License-Identifier: MIT
#pragma once
// The messages that a command names, of the mailbox that is open.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/imap/command.h"
#include "harness/imap/session.h"

namespace postiche::imap {

using Numbers = std::vector<std::uint32_t>;

// Message sequence numbers, ascending. Nothing where the set names a number that no message has:
// RFC 9051 sec 6.4.9 has only UIDs forgiven.
std::optional<Numbers> chosen(const Session& session, const Command& command,
                              const SequenceSet& set);
// Those that were not expunged meanwhile.
Numbers still_there(const Session& session, Numbers numbers);
// What they are called in answers: themselves, or UIDs.
Numbers as_named(const Session& session, const Command& command, const Numbers& numbers);
// In ascending order.
std::vector<store::Uid> uids_of(const Session& session, const Numbers& numbers);

}  // namespace postiche::imap
