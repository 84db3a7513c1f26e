// SPDX-License-Identifier: MIT
#include "harness/engine/memory.h"

namespace postiche::engine {

namespace {

bool is_forgotten(const Tally& tally, VirtualTime now, std::optional<Duration> forget) {
  return forget && tally.count > 0 && now - tally.last > *forget;
}

}  // namespace

Tally& Memory::touch(std::string_view owner, std::string_view key, VirtualTime now,
                     std::optional<Duration> forget, std::size_t recent) {
  name_ = owner;
  name_ += '\0';
  name_ += key;
  auto found = tallies_.find(name_);
  if (found == tallies_.end()) {
    if (tallies_.size() >= limit) name_ = owner;
    Tally fresh;
    fresh.first = now;
    found = tallies_.try_emplace(name_, fresh).first;
  }
  Tally& tally = found->second;
  if (is_forgotten(tally, now, forget)) {
    tally = Tally();
    tally.first = now;
  }
  ++tally.count;
  tally.last = now;
  if (recent > 0) tally.recent.push(now);
  while (tally.recent.size() > recent) tally.recent.pop();
  return tally;
}

Tally* Memory::find(std::string_view owner, std::string_view key, VirtualTime now,
                    std::optional<Duration> forget) {
  name_ = owner;
  name_ += '\0';
  name_ += key;
  auto found = tallies_.find(name_);
  if (found == tallies_.end() && tallies_.size() >= limit)
    found = tallies_.find(std::string(owner));
  if (found == tallies_.end() || is_forgotten(found->second, now, forget)) return nullptr;
  return &found->second;
}

}  // namespace postiche::engine
