// SPDX-License-Identifier: MIT
#include "harness/imap/resolving.h"

#include <algorithm>
#include <cstddef>

namespace postiche::imap {

namespace {

// What is written is any number; those of messages fit into 32 bits, and so does one more.
Stretch stretch(std::size_t low, std::size_t behind) {
  return {static_cast<std::uint32_t>(low), static_cast<std::uint32_t>(std::max(low, behind))};
}

// "*" is the number that is the largest, and the order of both ends does not matter: RFC 9051 sec 9
// (seq-range).
Stretch by_number(SequenceSet::Range range, std::size_t size) {
  const std::size_t from = range.from == SequenceSet::last ? size : range.from;
  const std::size_t to = range.to == SequenceSet::last ? size : range.to;
  return stretch(std::max<std::size_t>(std::min(from, to), 1),
                 std::min(std::max(from, to), size) + 1);
}

bool is_beyond(SequenceSet::Range range, std::size_t size) {
  return size == 0 || std::max(range.from, range.to) > size;
}

Stretch by_uid(SequenceSet::Range range, const store::View& view) {
  if (view.size() == 0) return {};
  const store::Uid last = view.uid(view.size());
  const store::Uid from = range.from == SequenceSet::last ? last : range.from;
  const store::Uid to = range.to == SequenceSet::last ? last : range.to;
  const store::Uid high = std::max(from, to);
  const std::size_t below = view.count_below(high);
  const bool is_there = below < view.size() && view.uid(below + 1) == high;
  return stretch(view.count_below(std::min(from, to)) + 1, below + (is_there ? 2 : 1));
}

void join(Stretches& stretches) {
  std::sort(stretches.begin(), stretches.end(),
            [](Stretch a, Stretch b) { return a.begin < b.begin; });
  std::size_t kept = 0;
  for (const Stretch each : stretches) {
    if (each.begin == each.end) continue;
    if (kept > 0 && each.begin <= stretches[kept - 1].end) {
      stretches[kept - 1].end = std::max(stretches[kept - 1].end, each.end);
    } else {
      stretches[kept++] = each;
    }
  }
  stretches.resize(kept);
}

Numbers numbers_saved(const store::View& view, const Uids& saved) {
  Numbers numbers;
  for (const store::Uid uid : saved) {
    // Those that were expunged since are no longer meant: RFC 5182 sec 2.1.
    const auto number = view.number_of(uid);
    if (number && view.find(*number)) numbers.push_back(static_cast<std::uint32_t>(*number));
  }
  return numbers;
}

}  // namespace

Resolved numbers_in(const SequenceSet& set, Numbering numbering, const store::View& view,
                    const Uids& saved) {
  if (set.is_saved) return {numbers_saved(view, saved)};
  Resolved out;
  for (const Stretch each : stretches_in(set, numbering, view)) {
    for (std::uint32_t number = each.begin; number < each.end; ++number) {
      out.numbers.push_back(number);
    }
  }
  const auto is_beyond_end = [&](SequenceSet::Range range) {
    return is_beyond(range, view.size());
  };
  out.is_beyond_end = numbering == Numbering::sequence &&
                      std::any_of(set.ranges.begin(), set.ranges.end(), is_beyond_end);
  return out;
}

Stretches stretches_in(const SequenceSet& set, Numbering numbering, const store::View& view) {
  Stretches stretches;
  stretches.reserve(set.ranges.size());
  for (const SequenceSet::Range range : set.ranges) {
    const bool is_uid = numbering == Numbering::uid;
    stretches.push_back(is_uid ? by_uid(range, view) : by_number(range, view.size()));
  }
  join(stretches);
  return stretches;
}

bool has(const Stretches& stretches, std::uint32_t number) {
  const auto behind = std::partition_point(stretches.begin(), stretches.end(),
                                           [&](Stretch each) { return each.end <= number; });
  return behind != stretches.end() && behind->begin <= number;
}

Uids uids_of(const Numbers& numbers, const store::View& view) {
  Uids uids;
  uids.reserve(numbers.size());
  for (const std::uint32_t number : numbers) uids.push_back(view.uid(number));
  return uids;
}

}  // namespace postiche::imap
