// SPDX-License-Identifier: MIT
#include "harness/engine/memory.h"

namespace postiche::engine {

void Memory::set_name(std::size_t rule, std::string_view key) const {
  name_ = std::to_string(rule);
  name_ += '\0';
  name_ += key;
}

const Tally* Memory::find(std::size_t rule, std::string_view key) const {
  set_name(rule, key);
  const auto found = tallies_.find(name_);
  return found == tallies_.end() ? nullptr : &found->second;
}

Tally& Memory::touch(std::size_t rule, std::string_view key, VirtualTime now,
                     std::optional<Duration> forget) {
  set_name(rule, key);
  auto found = tallies_.find(name_);
  if (found == tallies_.end()) {
    if (tallies_.size() >= limit) name_ = std::to_string(rule);
    Tally fresh;
    fresh.first = now;
    found = tallies_.try_emplace(name_, fresh).first;
  }
  Tally& tally = found->second;
  if (forget && tally.count > 0 && now - tally.last > *forget) {
    tally = Tally();
    tally.first = now;
  }
  ++tally.count;
  tally.last = now;
  return tally;
}

}  // namespace postiche::engine
