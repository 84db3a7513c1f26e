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
  size_ += bytes.size();
  const bool joins = !slices_.empty() && keepers_.back() == keeper &&
                     slices_.back().data() + slices_.back().size() == bytes.data();
  if (joins) {
    slices_.back() = {slices_.back().data(), slices_.back().size() + bytes.size()};
    return;
  }
  slices_.push_back(bytes);
  if (keepers_.empty() || keepers_.back() != keeper) keepers_.push_back(keeper);
}

void Rope::remove_suffix(std::size_t count) {
  POSTICHE_CHECK(count <= size_);
  size_ -= count;
  while (count > 0) {
    std::string_view& last = slices_.back();
    const std::size_t cut = std::min(count, last.size());
    last.remove_suffix(cut);
    count -= cut;
    if (last.empty()) slices_.pop_back();
  }
}

std::string Rope::flatten() const {
  std::string out;
  out.reserve(size_);
  for (std::string_view slice : slices_) out += slice;
  return out;
}

}  // namespace postiche
