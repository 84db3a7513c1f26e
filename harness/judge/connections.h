// SPDX-License-Identifier: MIT
#pragma once
// The events of a run by connection.

#include <cstdint>
#include <map>
#include <string_view>
#include <vector>

#include "harness/transcript/event.h"

namespace postiche::judge {

// Calls use(service, events) for each connection on which we were the server, in order of opening.
// Its first event is `open`.
template <typename Use>
void for_each_connection(const std::vector<const transcript::Event*>& events, Use use) {
  std::map<std::uint32_t, std::vector<const transcript::Event*>> by_connection;
  for (const auto* const event : events) by_connection[event->connection].push_back(event);
  for (const auto& [number, list] : by_connection) {
    const transcript::Event& open = *list.front();
    const bool is_open = open.kind == transcript::Kind::open && !open.field("dialed");
    if (number != 0 && is_open) use(open.field("listener").value_or(""), list);
  }
}

}  // namespace postiche::judge
