// SPDX-License-Identifier: MIT
#pragma once
// Ropes whose slices end anywhere, each on a heap block of exactly its size.

#include <cstddef>
#include <memory>
#include <string_view>

#include "harness/base/rope.h"

namespace postiche::testing {

inline void append_slice(Rope& rope, std::string_view octets) {
  const std::shared_ptr<char[]> heap(new char[octets.size()]);
  octets.copy(heap.get(), octets.size());
  rope.append({heap.get(), octets.size()}, heap);
}

// In slices of `size` octets.
inline Rope cut_rope(std::string_view text, std::size_t size) {
  Rope rope;
  for (; !text.empty(); text.remove_prefix(text.size() < size ? text.size() : size)) {
    append_slice(rope, text.substr(0, size));
  }
  return rope;
}

}  // namespace postiche::testing
