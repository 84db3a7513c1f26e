// SPDX-License-Identifier: MIT
#pragma once
// How large content is kept: in pieces of the log's arena that end at 4, 8, 16, 32, 64, 128, 192
// ... KiB, wherever the network cut it, so that the record does not depend on the network.

#include <algorithm>
#include <bit>
#include <cstdint>

namespace postiche::engine {

inline constexpr std::uint64_t first_piece = 4 * 1024;
inline constexpr std::uint64_t later_piece = 64 * 1024;

// Where the piece ends that begins after so many octets.
constexpr std::uint64_t piece_end(std::uint64_t heard) {
  if (heard >= later_piece) return (heard / later_piece + 1) * later_piece;
  return std::max(first_piece, std::bit_ceil(heard + 1));
}

}  // namespace postiche::engine
