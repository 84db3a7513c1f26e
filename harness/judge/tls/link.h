// SPDX-License-Identifier: MIT
#pragma once
// What lies below the protocol of one connection: TLS, and how it ended.

#include <cstdint>
#include <deque>
#include <string_view>
#include <vector>

#include "harness/transcript/event.h"

namespace postiche::judge {

using transcript::Event;

struct TlsLink {
  std::string_view client;           // the address that it came from
  bool is_tls_first = false;         // the port wants a handshake before anything else
  const Event* begun = nullptr;      // the handshake that succeeded
  const Event* failed = nullptr;     // or the one that did not
  const Event* cut = nullptr;        // the client's side ended without an alert
  const Event* ended = nullptr;      // who ended its side first, in `by`
  std::uint64_t disturbed_from = 0;  // that TLS itself was broken a transcript tells by `failed`
};

// One for each connection on which there was TLS, or an attempt.
std::deque<TlsLink> tls_links(const std::vector<const Event*>& events);

}  // namespace postiche::judge
