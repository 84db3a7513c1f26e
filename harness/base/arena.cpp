// SPDX-License-Identifier: MIT
#include "harness/base/arena.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace postiche {

std::string_view Arena::keep(std::string_view bytes) {
  if (bytes.empty()) return {};
  char* const copy = reserve(bytes.size());
  std::memcpy(copy, bytes.data(), bytes.size());
  return {copy, bytes.size()};
}

char* Arena::reserve(std::size_t size, std::size_t alignment) {
  const auto misfit = reinterpret_cast<std::uintptr_t>(next_) & (alignment - 1);
  const std::size_t padding = misfit == 0 ? 0 : alignment - misfit;
  if (next_ == nullptr || static_cast<std::size_t>(end_ - next_) < size + padding) {
    const std::size_t wanted = std::max(chunk_size_, size);
    chunks_.push_back(std::unique_ptr<char[]>(new char[wanted]));  // left uninitialised on purpose
    next_ = chunks_.back().get();
    end_ = next_ + wanted;
    footprint_ += wanted;
    chunk_size_ = std::min(chunk_size_ * 2, largest_chunk);
    char* const block = next_;  // new char[] is aligned for everything kept here
    next_ += size;
    return block;
  }
  char* const block = next_ + padding;
  next_ = block + size;
  return block;
}

void Arena::shrink(const char* block, std::size_t reserved, std::size_t used) {
  if (block + reserved == next_) next_ -= reserved - used;
}

}  // namespace postiche
