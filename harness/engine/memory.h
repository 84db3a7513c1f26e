// SPDX-License-Identifier: MIT
#pragma once
// What rules remember: one tally for each rule and key. Bounded.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "harness/base/time.h"

namespace postiche::engine {

struct Tally {
  std::uint64_t count = 0;  // how often the rule's event came and its conditions held
  std::uint64_t fired = 0;  // how often the rule then spoke
  VirtualTime first;        // when the key was first seen
};

class Memory {
 public:
  // The tally for this key, with `count` raised by one; made at the first sight of the key.
  Tally& touch(std::size_t rule, std::string_view key, VirtualTime now);
  void clear() { tallies_.clear(); }

 private:
  // A client that makes up a new sender for each message must not eat the machine: keys over the
  // limit share one tally.
  static constexpr std::size_t limit = 1'000'000;

  std::unordered_map<std::string, Tally> tallies_;
  std::string name_;  // scratch
};

}  // namespace postiche::engine
