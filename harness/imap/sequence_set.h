// SPDX-License-Identifier: MIT
#pragma once
// "1,5:7,*" and "$": sequence-set of RFC 9051 sec 9, of message sequence numbers or of UIDs.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postiche::imap {

struct SequenceSet {
  static constexpr std::uint32_t last = 0;  // "*"
  // As written: either end may be the larger one.
  struct Range {
    std::uint32_t from = 0, to = 0;

    friend bool operator==(const Range&, const Range&) = default;
  };

  std::vector<Range> ranges;
  bool is_saved = false;  // "$": what the latest SEARCH saved, RFC 5182; then there are no ranges

  bool empty() const { return ranges.empty() && !is_saved; }
  friend bool operator==(const SequenceSet&, const SequenceSet&) = default;
};

// All of `text`; nothing where it is no such set. "$" stands alone.
std::optional<SequenceSet> parse_sequence_set(std::string_view text);
// As written.
std::string print(const SequenceSet& set);
// Of numbers in ascending order, as short as can be: "1:3,7". "" of none.
std::string print_numbers(const std::vector<std::uint32_t>& ascending);

}  // namespace postiche::imap
