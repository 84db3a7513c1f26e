// SPDX-License-Identifier: MIT
#include "harness/imap/resolving.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace postiche::imap {

namespace {

// Numbers from `begin` up to `end`, that one not included.
struct Stretch {
  std::size_t begin = 1, end = 1;
};

// "*" is the number that is the largest, and the order of both ends does not matter: RFC 9051 sec 9
// (seq-range).
Stretch by_number(SequenceSet::Range range, std::size_t size, bool& is_beyond_end) {
  const std::size_t from = range.from == SequenceSet::last ? size : range.from;
  const std::size_t to = range.to == SequenceSet::last ? size : range.to;
  const auto [low, high] = std::minmax(from, to);
  if (size == 0 || high > size) is_beyond_end = true;
  return {std::max<std::size_t>(low, 1), std::min(high, size) + 1};
}

Stretch by_uid(SequenceSet::Range range, const store::View& view) {
  if (view.size() == 0) return {};
  const store::Uid last = view.uid(view.size());
  const store::Uid from = range.from == SequenceSet::last ? last : range.from;
  const store::Uid to = range.to == SequenceSet::last ? last : range.to;
  const auto [low, high] = std::minmax(from, to);
  const std::size_t behind = view.count_below(high);
  const bool is_there = behind < view.size() && view.uid(behind + 1) == high;
  return {view.count_below(low) + 1, behind + (is_there ? 2 : 1)};
}

// Written one after the other, whatever they have in common.
Numbers join(std::vector<Stretch> stretches) {
  std::sort(stretches.begin(), stretches.end(),
            [](Stretch a, Stretch b) { return a.begin < b.begin; });
  Numbers out;
  std::size_t next = 1;
  for (const Stretch stretch : stretches) {
    for (next = std::max(next, stretch.begin); next < stretch.end; ++next) {
      out.push_back(static_cast<std::uint32_t>(next));
    }
  }
  return out;
}

}  // namespace

Resolved numbers_in(const SequenceSet& set, Numbering numbering, const store::View& view,
                    const Uids& saved) {
  Resolved out;
  if (set.is_saved) {
    // Those that were expunged since are no longer meant: RFC 5182 sec 2.1.
    for (const store::Uid uid : saved) {
      const auto number = view.number_of(uid);
      if (number && view.find(*number)) out.numbers.push_back(static_cast<std::uint32_t>(*number));
    }
    return out;
  }
  std::vector<Stretch> stretches;
  stretches.reserve(set.ranges.size());
  for (const SequenceSet::Range range : set.ranges) {
    stretches.push_back(numbering == Numbering::uid
                            ? by_uid(range, view)
                            : by_number(range, view.size(), out.is_beyond_end));
  }
  out.numbers = join(std::move(stretches));
  return out;
}

Uids uids_of(const Numbers& numbers, const store::View& view) {
  Uids uids;
  uids.reserve(numbers.size());
  for (const std::uint32_t number : numbers) uids.push_back(view.uid(number));
  return uids;
}

}  // namespace postiche::imap
