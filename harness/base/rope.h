// SPDX-License-Identifier: MIT
#pragma once
// Bytes that are not copied: slices of chunks that somebody else keeps. A message's content is a
// rope over what the transcript heard, so ten megabytes are stored once.

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace postiche {

// Octets from `begin` up to `end`, that one not included.
struct Range {
  std::size_t begin = 0, end = 0;

  std::size_t size() const { return end - begin; }
  bool empty() const { return begin == end; }
  friend bool operator==(const Range&, const Range&) = default;
};

class Rope {
 public:
  Rope() = default;
  // A rope that owns a copy of `bytes`.
  explicit Rope(std::string bytes);

  // Appends `bytes`, which live as long as `keeper` does.
  void append(std::string_view bytes, const std::shared_ptr<const void>& keeper);

  // Takes the last `count` bytes off again; `count` is at most size().
  void remove_suffix(std::size_t count);

  std::size_t size() const { return ends_.empty() ? 0 : ends_.back(); }
  bool empty() const { return slices_.empty(); }
  const std::vector<std::string_view>& slices() const { return slices_; }
  // All of it in one piece: a copy.
  std::string flatten() const;

  // Hands the octets of `range` to `take`, a view for each slice that has some of them. What is
  // beyond the end is left out. Finding the first takes no longer than log2 of the slices.
  template <typename Take>
  void for_each_piece(Range range, Take take) const {
    for (std::size_t i = slice_at(range.begin); i < slices_.size(); ++i) {
      const std::size_t start = ends_[i] - slices_[i].size();
      if (start >= range.end) return;
      const std::size_t from = std::max(range.begin, start);
      take(slices_[i].substr(from - start, std::min(range.end, ends_[i]) - from));
    }
  }
  // Those octets in one piece: a copy.
  std::string copy(Range range) const;

 private:
  // Which slice has this octet; the number of slices where none has.
  std::size_t slice_at(std::size_t offset) const;

  std::vector<std::string_view> slices_;  // bytes of keepers_
  std::vector<std::size_t> ends_;         // where each slice ends in the whole
  std::vector<std::shared_ptr<const void>> keepers_;
};

// The octets of `range`, shared with the whole and keeping it.
Rope part_of(const std::shared_ptr<const Rope>& whole, Range range);

}  // namespace postiche
