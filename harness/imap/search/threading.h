// SPDX-License-Identifier: MIT
#pragma once
// Puts messages together that belong together: THREAD, RFC 5256 sec 3.

#include "harness/imap/arguments.h"
#include "harness/imap/resolving.h"
#include "harness/imap/search/thread_forest.h"
#include "harness/store/view.h"

namespace postiche::imap {

// Of ascending numbers, as search() finds them; each is in the forest once, but for those that are
// expunged. Time goes by what the headers say, and costs no stack however deep threads are.
ThreadForest thread(const Numbers& numbers, ThreadAlgorithm algorithm, const store::View& view);

}  // namespace postiche::imap
