// SPDX-License-Identifier: MIT
#pragma once
// How much the mailboxes of one account may hold together, and how much they do: RFC 9208 sec 5.

#include <cstdint>
#include <limits>

namespace postiche::store {

struct Quota {
  struct Amount {
    std::uint64_t octets = 0, messages = 0;
  };
  static constexpr std::uint64_t unlimited = std::numeric_limits<std::uint64_t>::max();

  Amount limit{unlimited, unlimited};
  Amount used;

  // Whether one message of so many octets still goes in.
  bool has_room(std::uint64_t octets) const {
    return used.messages < limit.messages && used.octets <= limit.octets &&
           octets <= limit.octets - used.octets;
  }
};

}  // namespace postiche::store
