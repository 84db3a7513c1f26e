// SPDX-License-Identifier: MIT
#pragma once
// Puts messages in the order that SORT asks for: RFC 5256 sec 3, and RFC 5957.

#include <vector>

#include "harness/imap/arguments.h"
#include "harness/imap/resolving.h"
#include "harness/store/view.h"

namespace postiche::imap {

// Of ascending numbers, as search() finds them. Each message is opened once, and not at all where
// that is not needed. What is equal in all that was asked for stays in ascending order, REVERSE or
// not. Those that are expunged are left out.
Numbers sort(const Numbers& numbers, const std::vector<SortCriterion>& criteria,
             const store::View& view);

}  // namespace postiche::imap
