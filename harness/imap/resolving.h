// SPDX-License-Identifier: MIT
#pragma once
// Which messages a client means by a set of numbers. What it costs goes by how many messages there
// are and how many ranges were written, never by the numbers: "1:4294967295" is cheap.

#include <cstdint>
#include <vector>

#include "harness/imap/command.h"
#include "harness/imap/sequence_set.h"
#include "harness/store/view.h"

namespace postiche::imap {

// Of one session: ascending message sequence numbers of its view.
using Numbers = std::vector<std::uint32_t>;
using Uids = std::vector<store::Uid>;

// Numbers from `begin` up to `end`, that one not included.
struct Stretch {
  std::uint32_t begin = 1, end = 1;

  friend bool operator==(Stretch, Stretch) = default;
};

// Ascending, and none touches another.
using Stretches = std::vector<Stretch>;

struct Resolved {
  Numbers numbers;  // each once
  // A message sequence number that no message has, "*" of an empty mailbox too: BAD, RFC 9051 sec 9
  // (seq-number). What else was meant is in `numbers` all the same.
  bool is_beyond_end = false;
};

// UIDs that no message has are left out: RFC 9051 sec 6.4.9. `saved` is what "$" stands for, UIDs
// in ascending order, whatever the set counts in: RFC 5182 sec 2.1.
Resolved numbers_in(const SequenceSet& set, Numbering numbering, const store::View& view,
                    const Uids& saved);

// The same of a set that is not "$", in no more room than that took to write.
Stretches stretches_in(const SequenceSet& set, Numbering numbering, const store::View& view);
bool has(const Stretches& stretches, std::uint32_t number);

// Of messages that are numbered in this view.
Uids uids_of(const Numbers& numbers, const store::View& view);

}  // namespace postiche::imap
