// SPDX-License-Identifier: MIT
#pragma once
// The messages that a command names, of the mailbox that is open.

#include <optional>

#include "harness/imap/command.h"
#include "harness/imap/resolving.h"
#include "harness/imap/session.h"

namespace postiche::imap {

// Message sequence numbers, ascending. Nothing where the set names a number that no message has:
// RFC 9051 sec 6.4.9 has only UIDs forgiven.
std::optional<Numbers> chosen(const Session& session, const Command& command,
                              const SequenceSet& set);
// Those that were not expunged meanwhile.
Numbers still_there(const Session& session, Numbers numbers);
// What they are called in answers: themselves, or UIDs.
Numbers as_named(const Session& session, const Command& command, const Numbers& numbers);
// In ascending order.
Uids uids_of(const Session& session, const Numbers& numbers);

}  // namespace postiche::imap
