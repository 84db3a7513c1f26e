// SPDX-License-Identifier: MIT
#pragma once
// What rules remember: one tally for each rule and key. Bounded.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "harness/base/queue.h"
#include "harness/base/time.h"

namespace postiche::engine {

struct Tally {
  std::uint64_t count = 0;    // how often the rule's event came and its conditions held
  std::uint64_t fired = 0;    // how often the rule then spoke
  VirtualTime first;          // when the key was first seen
  VirtualTime last;           // when it was seen last
  Queue<VirtualTime> recent;  // the latest times, as many as a rate asks for
};

class Memory {
 public:
  // The tally for this key, with `count` raised by one; made at the first sight of the key, and
  // anew when the key was not seen for longer than `forget`.
  Tally& touch(std::size_t rule, std::string_view key, VirtualTime now,
               std::optional<Duration> forget = std::nullopt);
  // The tally for this key as it is; null where there is none.
  const Tally* find(std::size_t rule, std::string_view key) const;
  void clear() { tallies_.clear(); }

 private:
  // A client that makes up a new sender for each message must not eat the machine: keys over the
  // limit share one tally.
  static constexpr std::size_t limit = 1'000'000;

  std::unordered_map<std::string, Tally> tallies_;
  void set_name(std::size_t rule, std::string_view key) const;
  mutable std::string name_;  // scratch
};

}  // namespace postiche::engine
