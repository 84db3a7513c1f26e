// SPDX-License-Identifier: MIT
#pragma once
// What the honest server bears, where a scenario says so, and when a run is over.

#include <cstdint>
#include <optional>

#include "harness/base/time.h"

namespace postiche::scenario {

// What is not there is the honest server's own.
struct Limits {
  std::optional<std::uint64_t> line;        // octets of a command line
  std::optional<std::uint64_t> message;     // octets of content
  std::optional<std::uint64_t> recipients;  // of one mail
  std::optional<std::uint64_t> commands;    // of one session
  std::optional<std::uint64_t> errors;      // negative replies of one session
  std::optional<std::uint64_t> sessions;    // at once
  std::optional<Duration> idle;             // silence, virtual time
};

// The run is over as soon as one of these has come.
struct Finish {
  std::optional<std::uint64_t> messages;  // accepted
  std::optional<std::uint64_t> sessions;  // closed
  std::optional<Duration> time;           // virtual, from the start

  bool is_set() const { return messages || sessions || time; }
};

}  // namespace postiche::scenario
