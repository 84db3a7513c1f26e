// SPDX-License-Identifier: MIT
#pragma once
// The mailboxes of a world, for whoever looks into them or puts mail there by hand. On the world's
// thread.

#include <string>
#include <string_view>
#include <vector>

#include "harness/base/result.h"
#include "harness/base/time.h"
#include "harness/engine/world.h"
#include "harness/server/views.h"

namespace postiche::server {

// As the scenario made them, and those who came of themselves where it names none.
std::vector<AccountView> accounts_of(const engine::World& world);

// Errors: no such account, no such mailbox.
Result<std::vector<StoredView>> stored_in(const engine::World& world, std::string_view account,
                                          std::string_view mailbox);

// Into the mailbox, which is made if it is not there, whatever its quota says. Gives the UID.
// Errors: no such account, a name that no mailbox may have, a flag that is none.
Result<store::Uid> put(engine::World& world, const Parcel& parcel, Instant now);

}  // namespace postiche::server
