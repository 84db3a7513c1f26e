// SPDX-License-Identifier: MIT
#pragma once
// Memory that only grows and never moves, given back all at once. Chunks start small, so that an
// idle connection costs little, and double up to a huge page, so that a large message costs few
// faults.

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

namespace postiche {

class Arena {
 public:
  // A stable copy of `bytes`.
  std::string_view keep(std::string_view bytes);
  // `size` bytes to be filled by the caller.
  char* reserve(std::size_t size, std::size_t alignment = 1);
  // Gives the end of the latest reserve() back; no effect when something was reserved since.
  void shrink(const char* block, std::size_t reserved, std::size_t used);
  // Octets taken from the system.
  std::size_t footprint() const { return footprint_; }

 private:
  static constexpr std::size_t first_chunk = 1024;
  static constexpr std::size_t huge_page = 2 * 1024 * 1024;

  struct Free {
    void operator()(char* chunk) const;
  };
  char* new_chunk(std::size_t size);

  std::vector<std::unique_ptr<char, Free>> chunks_;
  // What is free of a chunk.
  struct Room {
    char* next = nullptr;
    char* end = nullptr;

    char* take(std::size_t size, std::size_t alignment);  // null where it does not fit
    std::size_t left() const { return static_cast<std::size_t>(end - next); }
  };
  Room room_;   // of the chunk that was used last
  Room spare_;  // of another: large blocks between small ones must not waste it
  std::size_t chunk_size_ = first_chunk;
  std::size_t footprint_ = 0;
};

}  // namespace postiche
