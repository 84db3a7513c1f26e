// SPDX-License-Identifier: MIT
#pragma once
// Which messages go, and their going: RFC 9051 sec 6.4.3, RFC 4315 sec 2.1.

#include <optional>
#include <vector>

#include "harness/imap/session.h"

namespace postiche::imap {

// All that are marked \Deleted, or those of them in `uids`.
void expunge_deleted(Selected& selected, const std::optional<std::vector<store::Uid>>& uids);

}  // namespace postiche::imap
