// SPDX-License-Identifier: MIT
#pragma once
// What rules remember: one tally for each rule, or name, and key. Bounded.

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
  std::uint64_t count = 0;    // how often the event came and its conditions held
  std::uint64_t fired = 0;    // how often a rule then spoke
  VirtualTime first;          // when the key was first seen
  VirtualTime last;           // when it was seen last
  Queue<VirtualTime> recent;  // the latest times, as many as a rate asks for
};

class Memory {
 public:
  // The tally for this key, with `count` raised by one; made at the first sight of the key, and
  // anew when the key was not seen for longer than `forget`.
  // `owner` is a rule's number or a tally's name; so many of the latest times are kept as a rate
  // asks for.
  Tally& touch(std::string_view owner, std::string_view key, VirtualTime now,
               std::optional<Duration> forget = std::nullopt, std::size_t recent = 0);
  // The tally as it stands; null where the key was not seen, or is forgotten.
  Tally* find(std::string_view owner, std::string_view key, VirtualTime now,
              std::optional<Duration> forget = std::nullopt);
  void clear() { tallies_.clear(); }

 private:
  // A client that makes up a new sender for each message must not eat the machine: keys over the
  // limit share one tally.
  static constexpr std::size_t limit = 1'000'000;

  std::unordered_map<std::string, Tally> tallies_;
  std::string name_;  // scratch
};

}  // namespace postiche::engine
