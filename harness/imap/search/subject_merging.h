// SPDX-License-Identifier: MIT
#pragma once
// The later steps of REFERENCES: RFC 5256 sec 3. In the forests here the nodes of messages come
// first, in the order of `messages`; behind them are dummies, which are roots.

#include <vector>

#include "harness/imap/search/thread_algorithms.h"

namespace postiche::imap {

// Steps (4) and (6): siblings by the time when they were sent, a dummy by that of its first child.
void sort_siblings(ThreadForest& forest, const std::vector<Threadable>& messages);

// Step (5): threads whose roots have one base subject become one. Siblings are sorted.
void merge_subjects(ThreadForest& forest, const std::vector<Threadable>& messages);

}  // namespace postiche::imap
