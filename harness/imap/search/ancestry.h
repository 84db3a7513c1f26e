// SPDX-License-Identifier: MIT
#pragma once
// Who is whose parent, where nobody is an ancestor of their own. Made for threads, whose links come
// from headers that may say anything.

#include <cstddef>
#include <cstdint>
#include <vector>

namespace postiche::imap {

class Ancestry {
 public:
  static constexpr std::uint32_t nobody = UINT32_MAX;

  // Returns the number of a new one, counted from 0.
  std::uint32_t add();
  std::uint32_t size() const { return static_cast<std::uint32_t>(parents_.size()); }
  std::uint32_t parent(std::uint32_t node) const { return parents_[node]; }

  // Leaves things as they are where that would make a loop, or where it would take too long to
  // know: a thousand steps.
  void set_parent(std::uint32_t node, std::uint32_t parent);
  void remove_parent(std::uint32_t node) { parents_[node] = nobody; }

 private:
  std::uint32_t family_of(std::uint32_t node);
  bool is_ancestor(std::uint32_t ancestor, std::uint32_t node) const;

  std::vector<std::uint32_t> parents_;
  // Sets of those that have ever been linked. Those of two sets are no relatives, so that most
  // links are known to be no loop without a walk.
  std::vector<std::uint32_t> families_;
};

}  // namespace postiche::imap
