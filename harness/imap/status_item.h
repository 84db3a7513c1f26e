// SPDX-License-Identifier: MIT
#pragma once
// The names of what STATUS tells: RFC 9051 sec 6.3.11, and the extensions named at StatusItem.

#include <optional>
#include <string_view>

#include "harness/imap/arguments.h"

namespace postiche::imap {

// In capitals.
std::string_view name(StatusItem item);
// Ignoring case.
std::optional<StatusItem> status_item_of(std::string_view name);

}  // namespace postiche::imap
