// SPDX-License-Identifier: MIT
#pragma once
// What all sessions of a run share: the scenario, the store, the memory of rules, the clock and the
// transcript. For one thread; sessions share nothing else.

#include <memory>

#include "harness/base/time.h"
#include "harness/engine/clock.h"
#include "harness/engine/memory.h"
#include "harness/engine/play.h"
#include "harness/engine/tally_book.h"
#include "harness/mail/store.h"
#include "harness/scenario/model.h"
#include "harness/transcript/transcript.h"

namespace postiche::engine {

class World {
 public:
  // `start` is the virtual time at real instant zero, unless the scenario names one. `seed` decides
  // every `chance`.
  World(scenario::ScenarioPtr scenario, VirtualTime start,
        std::size_t transcript_limit = transcript::Transcript::default_limit,
        std::uint64_t seed = 1);
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  // As new: no mail, no memory of rules. Open connections go on.
  void reset();
  // Something that happened to the run and not on one connection: its connection is 0.
  void note(Instant now, const transcript::Fields& fields);

  const scenario::ScenarioPtr scenario;
  mail::Store store;
  VirtualClock clock;
  Memory memory;
  TallyBook tallies;
  Variables variables;  // "world.x"
  transcript::Transcript transcript;
  const std::uint64_t seed;
  PlayPtr play;                // of new sessions
  std::uint64_t sessions = 0;  // open ones, the one that is greeted included

 private:
  PlayPtr make_play(const scenario::Smtp& section);
  void stock();

  std::size_t rules_ = 0;  // in all plays so far
};

}  // namespace postiche::engine
