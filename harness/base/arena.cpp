// SPDX-License-Identifier: MIT
#include "harness/base/arena.h"

#include <sys/mman.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>
#include <utility>

namespace postiche {

std::string_view Arena::keep(std::string_view bytes) {
  if (bytes.empty()) return {};
  char* const copy = reserve(bytes.size());
  std::memcpy(copy, bytes.data(), bytes.size());
  return {copy, bytes.size()};
}

char* Arena::Room::take(std::size_t size, std::size_t alignment) {
  const auto misfit = reinterpret_cast<std::uintptr_t>(next) & (alignment - 1);
  const std::size_t padding = misfit == 0 ? 0 : alignment - misfit;
  if (next == nullptr || left() < size + padding) return nullptr;
  char* const block = next + padding;
  next = block + size;
  return block;
}

char* Arena::reserve(std::size_t size, std::size_t alignment) {
  if (char* const block = room_.take(size, alignment)) return block;
  if (char* const block = spare_.take(size, alignment)) {
    std::swap(room_, spare_);
    return block;
  }
  const std::size_t wanted = std::max(chunk_size_, size);
  char* const block = new_chunk(wanted);  // malloc() aligns for everything kept here
  footprint_ += wanted;
  chunk_size_ = std::min(chunk_size_ * 2, huge_page);
  if (room_.left() > spare_.left()) spare_ = room_;
  room_ = {block + size, block + wanted};
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
  if (block + reserved == room_.next) room_.next -= reserved - used;
}

}  // namespace postiche
