// SPDX-License-Identifier: MIT
#include "harness/base/rope_lines.h"

#include <algorithm>

namespace postiche {

std::optional<RopeLine> RopeLines::next() {
  begin_ = offset_;
  joined_.clear();
  bool cut = false;
  char last = '\0';  // of what was seen of this line in slices before
  while (find_octets()) {
    const std::size_t newline = rest_.find('\n');
    const std::string_view piece = rest_.substr(0, newline);
    // One more than is shown, so that the CR of an ending is known for one.
    if (joined_.size() <= limit_ && (cut || newline == std::string_view::npos)) {
      joined_ += piece.substr(0, limit_ + 1 - joined_.size());
    }
    if (newline == std::string_view::npos) {
      cut = true;
      last = piece.back();
      offset_ += rest_.size();
      rest_ = {};
      continue;
    }
    if (!piece.empty()) last = piece.back();
    offset_ += newline + 1;
    rest_.remove_prefix(newline + 1);
    return finish(last == '\r' ? 2 : 1, cut ? std::string_view(joined_) : piece);
  }
  if (begin_ == offset_) return std::nullopt;
  return finish(0, joined_);
}

bool RopeLines::find_octets() {
  while (rest_.empty() && slice_ < slices_->size()) rest_ = (*slices_)[slice_++];
  return !rest_.empty();
}

RopeLine RopeLines::finish(std::size_t ending, std::string_view text) {
  const std::size_t length = offset_ - begin_ - ending;
  return {{begin_, offset_}, ending, text.substr(0, std::min(length, limit_))};
}

}  // namespace postiche
