// SPDX-License-Identifier: MIT
#include "harness/base/rope.h"

#include <utility>

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

std::string Rope::flatten() const {
  std::string out;
  out.reserve(size_);
  for (std::string_view slice : slices_) out += slice;
  return out;
}

}  // namespace postiche
