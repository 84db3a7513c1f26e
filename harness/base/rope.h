// SPDX-License-Identifier: MIT
#pragma once
// Bytes that are not copied: slices of chunks that somebody else keeps. A message's content is a
// rope over what the transcript heard, so ten megabytes are stored once.

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace postiche {

class Rope {
 public:
  Rope() = default;
  // A rope that owns a copy of `bytes`.
  explicit Rope(std::string bytes);

  // Appends `bytes`, which live as long as `keeper` does.
  void append(std::string_view bytes, const std::shared_ptr<const void>& keeper);

  // Takes the last `count` bytes off again; `count` is at most size().
  void remove_suffix(std::size_t count);

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  const std::vector<std::string_view>& slices() const { return slices_; }
  // All of it in one piece: a copy.
  std::string flatten() const;

 private:
  std::vector<std::string_view> slices_;  // bytes of keepers_
  std::vector<std::shared_ptr<const void>> keepers_;
  std::size_t size_ = 0;
};

}  // namespace postiche
