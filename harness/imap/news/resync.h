// SPDX-License-Identifier: MIT
#pragma once
// What a client has missed since it was here last: RFC 7162 sec 3.2.5, 3.2.6.

#include <optional>
#include <string>
#include <vector>

#include "harness/imap/arguments.h"
#include "harness/store/mailbox.h"

namespace postiche::imap {

// Appends VANISHED (EARLIER) and FETCH for the client that opens the mailbox; nothing where its
// UIDVALIDITY is another one.
void tell_resync(std::string& out, const store::Mailbox& mailbox, const Resync& known);

// Appends "* VANISHED (EARLIER) 3:5", of those in `known` that are gone since; nothing if none are.
void tell_vanished(std::string& out, const store::Mailbox& mailbox, store::ModSeq since,
                   const std::optional<SequenceSet>& known);

}  // namespace postiche::imap
