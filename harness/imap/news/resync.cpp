// SPDX-License-Identifier: MIT
#include "harness/imap/news/resync.h"

#include <algorithm>

#include "harness/imap/handlers/mailbox_facts.h"
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

// "* VANISHED (EARLIER) 3:5,9"; ranges are put together as they come.
class VanishedWriter {
 public:
  void add(Uid first, Uid last) {
    if (!ranges_.empty() && ranges_.back().second + 1 == first) {
      ranges_.back().second = last;
    } else {
      ranges_.emplace_back(first, last);
    }
  }
  void write(std::string& out) const {
    if (ranges_.empty()) return;
    std::string_view before = "* VANISHED (EARLIER) ";
    for (const auto& [first, last] : ranges_) {
      out.append(before).append(std::to_string(first));
      if (first != last) out.append(":").append(std::to_string(last));
      before = ",";
    }
    out += "\r\n";
  }

 private:
  std::vector<std::pair<Uid, Uid>> ranges_;
};

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
  VanishedWriter writer;
  if (const auto gone = mailbox.expunged_since(since)) {
    for (const Uid uid : *gone) {
      if (!known || contains(*known, uid, greatest)) writer.add(uid, uid);
    }
    return writer.write(out);
  }
  for (auto [first, last] : gaps_of(mailbox)) {
    if (!known) {
      writer.add(first, last);
      continue;
    }
    for (const SequenceSet::Range& range : known->ranges) {
      const Uid from = range.from == SequenceSet::last ? greatest : range.from;
      const Uid to = range.to == SequenceSet::last ? greatest : range.to;
      const Uid low = std::max(first, std::min(from, to)),
                high = std::min(last, std::max(from, to));
      if (low <= high) writer.add(low, high);
    }
  }
  writer.write(out);
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
