// SPDX-License-Identifier: MIT
#pragma once
// What conversations of all protocols know of their connection.

#include <cstdint>

#include "harness/transcript/event.h"

namespace postiche::judge {

using transcript::Event;

struct Connection {
  std::uint32_t connection = 0;
  std::uint64_t opened_at = 0;          // its first event
  const Event* client_close = nullptr;  // the first of each side
  const Event* server_close = nullptr;
  std::uint64_t disturbed_from = 0;  // the event from which on the server broke rules; 0: never

  bool client_left_first() const {
    return client_close && (!server_close || client_close->sequence < server_close->sequence);
  }

  // Takes in an event of the kind `close`.
  void see_close(const Event& event) {
    const bool by_client = event.field("by") == "client";
    const Event*& first = by_client ? client_close : server_close;
    if (!first) first = &event;
  }
  // From this event on, if not before, the client is excused.
  void disturb(const Event& event) {
    if (disturbed_from == 0) disturbed_from = event.sequence;
  }
};

// Reads it into a conversation by the protocol's Reading, event by event.
template <typename Reading, typename Conversation, typename Events>
void read_connection(Conversation& out, const Events& events) {
  out.connection = events.front()->connection;
  out.opened_at = events.front()->sequence;
  Reading reading(out);
  for (const Event* const event : events) reading.see(*event);
}

}  // namespace postiche::judge
