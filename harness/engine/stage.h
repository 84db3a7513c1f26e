// SPDX-License-Identifier: MIT
#pragma once
// What all parts of a session stand on: the world, the client, the record, what is to be said, and
// the time.

#include <memory>
#include <string_view>

#include "harness/base/time.h"
#include "harness/engine/outbox.h"
#include "harness/engine/scene.h"
#include "harness/engine/world.h"
#include "harness/transcript/transcript.h"

namespace postiche::engine {

struct Stage {
  World& world;
  Peer peer;
  std::shared_ptr<transcript::Log> log;
  Outbox outbox;
  Instant now = {};
  VirtualTime virtual_now = {};

  void append(transcript::Kind kind, transcript::Direction direction, std::string_view bytes,
              const transcript::Fields& fields) {
    world.transcript.append(*log, kind, direction, now, virtual_now, bytes, fields);
  }
  // In the transcript, since the judge knows nothing else.
  void note(const transcript::Fields& fields) {
    append(transcript::Kind::note, transcript::Direction::none, {}, fields);
  }
  // As long as the log.
  std::string_view keep(std::string_view bytes) { return log->arena().keep(bytes); }
};

}  // namespace postiche::engine
