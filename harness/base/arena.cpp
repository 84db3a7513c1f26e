// SPDX-License-Identifier: MIT
#include "harness/base/arena.h"

#include <sys/mman.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>

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
    next_ = new_chunk(wanted);
    end_ = next_ + wanted;
    footprint_ += wanted;
    chunk_size_ = std::min(chunk_size_ * 2, huge_page);
    char* const block = next_;  // malloc() aligns for everything kept here
    next_ += size;
    return block;
  }
  char* const block = next_ + padding;
  next_ = block + size;
  return block;
}

char* Arena::new_chunk(std::size_t size) {
  const bool huge = size % huge_page == 0;
  void* const chunk = huge ? std::aligned_alloc(huge_page, size) : std::malloc(size);
  if (chunk == nullptr) throw std::bad_alloc();
  // Clearing one large page is cheaper than five hundred faults; a refusal only costs that.
  if (huge) madvise(chunk, size, MADV_HUGEPAGE);
  chunks_.emplace_back(static_cast<char*>(chunk));
  return chunks_.back().get();
}

void Arena::Free::operator()(char* chunk) const { std::free(chunk); }

void Arena::shrink(const char* block, std::size_t reserved, std::size_t used) {
  if (block + reserved == next_) next_ -= reserved - used;
}

}  // namespace postiche
