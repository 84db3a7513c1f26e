// SPDX-License-Identifier: MIT
#include "harness/smtp/content_pieces.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace postiche::smtp {

namespace {

constexpr std::size_t piece_size = 64 * 1024;

}  // namespace

ContentPieces::ContentPieces(Rope content, std::optional<std::size_t> limit)
    : content_(std::move(content)),
      left_(std::min(content_.size(), limit.value_or(content_.size()))),
      ends_(!limit) {}

std::optional<std::string> ContentPieces::next() {
  if (left_ == 0 && !ends_) return std::nullopt;
  std::string piece;
  while (left_ > 0 && piece.size() < piece_size) {
    const std::string_view slice = content_.slices()[slice_];
    const std::size_t room = std::min(left_, piece_size - piece.size());
    const std::string_view part = slice.substr(offset_, room);
    stuffer_.append(part, piece);
    left_ -= part.size();
    offset_ += part.size();
    if (offset_ < slice.size()) continue;
    ++slice_;
    offset_ = 0;
  }
  if (left_ == 0 && ends_) {
    ends_ = false;
    stuffer_.finish(piece);
  }
  return piece;
}

}  // namespace postiche::smtp
