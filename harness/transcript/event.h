// SPDX-License-Identifier: MIT
#pragma once
// One thing that happened on one connection. A value of views; the connection's log keeps the
// bytes.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/time.h"

namespace postiche::transcript {

// The octets of all events of one direction and connection, joined, each as often as times() tells,
// are exactly what was heard or said; no octet is in two events.
enum class Kind : std::uint8_t {
  open,     // connection accepted
  tls,      // handshake done
  bytes,    // octets without a form of their own: content, raw sends, what was cut short
  command,  // a command line of the client, with its octets
  reply,    // a reply of ours, with its octets
  message,  // the end of a message's content was answered
  rule,     // a rule spoke
  note,     // anything else worth knowing: a deviation, a cap that was hit
  close,    // one side ended its direction, or the connection is gone
};

enum class Direction : std::uint8_t { none, in, out };  // in: from the client

struct Field {
  std::string_view name;  // static
  std::string_view value;
};

struct Event {
  std::uint64_t sequence = 0;  // from 1, over all connections
  Instant at;                  // monotonic, from the start of the run
  VirtualTime virtual_at;
  std::uint32_t connection = 0;  // from 1, in order of opening
  Kind kind = Kind::note;
  Direction direction = Direction::none;
  std::string_view bytes;
  std::span<const Field> fields;

  // The first field of that name.
  std::optional<std::string_view> field(std::string_view name) const;
  // How often the bytes were said, one behind the other.
  std::uint64_t times() const;
  // So many copies, or as many as fit into `room` octets; one at least.
  std::string copies(std::size_t room) const;
  // Of a `near-miss` note: the rules that were near, and why each did not speak.
  struct NearMiss {
    std::string_view rule, why;
  };
  std::vector<NearMiss> near_misses() const;
};

std::string_view name(Kind kind);
std::string_view name(Direction direction);
std::optional<Kind> find_kind(std::string_view name);
std::optional<Direction> find_direction(std::string_view name);

}  // namespace postiche::transcript
