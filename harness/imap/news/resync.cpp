// SPDX-License-Identifier: MIT
#include "harness/imap/news/resync.h"

#include <algorithm>

#include "harness/imap/handlers/mailbox_facts.h"
#include "harness/imap/pen/response.h"
#include "harness/store/view.h"

namespace postiche::imap {

namespace {

using store::Mailbox;
using store::Uid;

bool contains(const SequenceSet& set, Uid uid, Uid greatest) {
  const auto value = [&](std::uint32_t end) { return end == SequenceSet::last ? greatest : end; };
  return std::any_of(set.ranges.begin(), set.ranges.end(), [&](const SequenceSet::Range& range) {
    const auto [low, high] = std::minmax({value(range.from), value(range.to)});
    return low <= uid && uid <= high;
  });
}

// Behind all that is in the set; what touches the last range lengthens that.
void add(SequenceSet& set, Uid first, Uid last) {
  if (!set.ranges.empty() && set.ranges.back().to + 1 == first) {
    set.ranges.back().to = last;
  } else {
    set.ranges.push_back({first, last});
  }
}

// The log does not go back so far: all that could have been there and is not. In terms of the gaps
// between what is there, so that a mailbox of one message with a high UID takes no time.
std::vector<std::pair<Uid, Uid>> gaps_of(const Mailbox& mailbox) {
  std::vector<std::pair<Uid, Uid>> gaps;
  Uid next = 1;
  for (const store::Message& message : mailbox.messages()) {
    if (message.uid > next) gaps.emplace_back(next, message.uid - 1);
    next = message.uid + 1;
  }
  if (mailbox.uid_next() > next) gaps.emplace_back(next, mailbox.uid_next() - 1);
  return gaps;
}

}  // namespace

void tell_vanished(std::string& out, const Mailbox& mailbox, store::ModSeq since,
                   const std::optional<SequenceSet>& known) {
  const Uid greatest = mailbox.uid_next() - 1;
  SequenceSet vanished;
  if (const auto gone = mailbox.expunged_since(since)) {
    for (const Uid uid : *gone) {
      if (!known || contains(*known, uid, greatest)) add(vanished, uid, uid);
    }
    return append_vanished(out, print(vanished), Vanished::earlier);
  }
  for (auto [first, last] : gaps_of(mailbox)) {
    if (!known) {
      add(vanished, first, last);
      continue;
    }
    for (const SequenceSet::Range& range : known->ranges) {
      const Uid from = range.from == SequenceSet::last ? greatest : range.from;
      const Uid to = range.to == SequenceSet::last ? greatest : range.to;
      const Uid low = std::max(first, std::min(from, to)),
                high = std::min(last, std::max(from, to));
      if (low <= high) add(vanished, low, high);
    }
  }
  append_vanished(out, print(vanished), Vanished::earlier);
}

void tell_resync(std::string& out, const Mailbox& mailbox, const Resync& known) {
  if (known.uid_validity != mailbox.uid_validity()) return;
  tell_vanished(out, mailbox, known.mod_seq, known.known_uids);
  const Uid greatest = mailbox.uid_next() - 1;
  std::size_t number = 0;
  for (const store::Message& message : mailbox.messages()) {
    ++number;
    const bool is_asked_for =
        !known.known_uids || contains(*known.known_uids, message.uid, greatest);
    if (message.mod_seq <= known.mod_seq || !is_asked_for) continue;
    out += "* " + std::to_string(number) + " FETCH (UID " + std::to_string(message.uid) +
           " FLAGS " + flag_list(mailbox, message.flags) + " MODSEQ (" +
           std::to_string(message.mod_seq) + "))\r\n";
  }
}

}  // namespace postiche::imap
