// SPDX-License-Identifier: MIT
#include "harness/imap/search/ancestry.h"

namespace postiche::imap {

namespace {

constexpr int longest_walk = 1000;

}  // namespace

std::uint32_t Ancestry::add() {
  parents_.push_back(nobody);
  families_.push_back(size() - 1);
  return size() - 1;
}

void Ancestry::set_parent(std::uint32_t node, std::uint32_t parent) {
  const std::uint32_t family = family_of(node);
  const std::uint32_t other_family = family_of(parent);
  if (family == other_family && is_ancestor(node, parent)) return;
  parents_[node] = parent;
  families_[family] = other_family;
}

// Halves the way on which it goes.
std::uint32_t Ancestry::family_of(std::uint32_t node) {
  while (families_[node] != node) {
    families_[node] = families_[families_[node]];
    node = families_[node];
  }
  return node;
}

// Everybody is an ancestor of themselves here.
bool Ancestry::is_ancestor(std::uint32_t ancestor, std::uint32_t node) const {
  for (int steps = 0; steps < longest_walk; ++steps) {
    if (node == ancestor) return true;
    if (parents_[node] == nobody) return false;
    node = parents_[node];
  }
  return true;
}

}  // namespace postiche::imap
