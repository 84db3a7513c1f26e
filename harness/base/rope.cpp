// SPDX-License-Identifier: MIT
#include "harness/base/rope.h"

#include <algorithm>
#include <utility>

#include "harness/base/bug.h"

namespace postiche {

Rope::Rope(std::string bytes) {
  const auto keeper = std::make_shared<const std::string>(std::move(bytes));
  append(*keeper, keeper);
}

void Rope::append(std::string_view bytes, const std::shared_ptr<const void>& keeper) {
  if (bytes.empty()) return;
  const std::size_t end = size() + bytes.size();
  const bool joins = !slices_.empty() && keepers_.back() == keeper &&
                     slices_.back().data() + slices_.back().size() == bytes.data();
  if (joins) {
    slices_.back() = {slices_.back().data(), slices_.back().size() + bytes.size()};
    ends_.back() = end;
    return;
  }
  slices_.push_back(bytes);
  ends_.push_back(end);
  if (keepers_.empty() || keepers_.back() != keeper) keepers_.push_back(keeper);
}

void Rope::remove_suffix(std::size_t count) {
  POSTICHE_CHECK(count <= size());
  while (count > 0) {
    std::string_view& last = slices_.back();
    const std::size_t cut = std::min(count, last.size());
    last.remove_suffix(cut);
    ends_.back() -= cut;
    count -= cut;
    if (!last.empty()) continue;
    slices_.pop_back();
    ends_.pop_back();
  }
}

std::string Rope::flatten() const { return copy({0, size()}); }

std::string Rope::copy(Range range) const {
  std::string out;
  if (range.begin < size()) out.reserve(std::min(range.end, size()) - range.begin);
  for_each_piece(range, [&](std::string_view piece) { out += piece; });
  return out;
}

std::size_t Rope::slice_at(std::size_t offset) const {
  const auto found = std::upper_bound(ends_.begin(), ends_.end(), offset);
  return static_cast<std::size_t>(found - ends_.begin());
}

Rope part_of(const std::shared_ptr<const Rope>& whole, Range range) {
  Rope part;
  whole->for_each_piece(range, [&](std::string_view piece) { part.append(piece, whole); });
  return part;
}

}  // namespace postiche
