// SPDX-License-Identifier: MIT
#pragma once
// What all sessions of a run share: the scenario, the store, the memory of rules, the clock and the
// transcript. For one thread; sessions share nothing else.

#include <memory>

#include "harness/base/time.h"
#include "harness/engine/clock.h"
#include "harness/engine/memory.h"
#include "harness/engine/rule_book.h"
#include "harness/engine/tally_book.h"
#include "harness/mail/store.h"
#include "harness/scenario/model.h"
#include "harness/smtp/server.h"
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

  const scenario::ScenarioPtr scenario;
  mail::Store store;
  VirtualClock clock;
  Memory memory;
  TallyBook tallies;
  Variables variables;  // "world.x"
  transcript::Transcript transcript;
  const std::uint64_t seed;
  const smtp::Settings smtp;
  const RuleBook smtp_rules;
};

}  // namespace postiche::engine
