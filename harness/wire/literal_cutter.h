// SPDX-License-Identifier: MIT
#pragma once
// Cuts so many octets off a byte stream. Knows nothing of what announced them, or of what they are.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace postiche::wire {

class LiteralCutter {
 public:
  explicit LiteralCutter(std::uint64_t size) : remaining_(size) {}

  // Eats from the front of `bytes` what belongs to the literal, and gives it.
  std::string_view cut(std::string_view& bytes) {
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(remaining_, bytes.size()));
    const std::string_view piece = bytes.substr(0, count);
    bytes.remove_prefix(count);
    remaining_ -= count;
    return piece;
  }

  std::uint64_t remaining() const { return remaining_; }
  bool done() const { return remaining_ == 0; }

 private:
  std::uint64_t remaining_;
};

}  // namespace postiche::wire
