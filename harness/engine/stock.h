// SPDX-License-Identifier: MIT
#pragma once
// Mail that a scenario brings, into the mailbox that it is for.

#include "harness/scenario/accounts.h"
#include "harness/store/mailbox.h"

namespace postiche::engine {

// What has no date of its own came at `now`.
void stock(const scenario::StoredMessage& stored, store::Mailbox& mailbox, VirtualTime now);

}  // namespace postiche::engine
