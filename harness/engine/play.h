// SPDX-License-Identifier: MIT
#pragma once
// What one session plays: the greeting, the offer and the rules of one section of a scenario. It
// stays the same while the world may go on to another.

#include <cstdint>
#include <memory>

#include "harness/engine/rule_book.h"
#include "harness/scenario/model.h"
#include "harness/smtp/server.h"

namespace postiche::engine {

struct Play {
  // `section` is a part of the scenario. `first_rule` is the number of its first rule among all
  // that a world has ever had: the memory of rules goes by it.
  Play(scenario::ScenarioPtr scenario, const scenario::Smtp& section, std::uint64_t seed,
       std::size_t first_rule);
  Play(const Play&) = delete;
  Play& operator=(const Play&) = delete;

  const scenario::ScenarioPtr scenario;
  const scenario::Smtp& section;
  const smtp::Settings settings;
  const RuleBook rules;
};

using PlayPtr = std::shared_ptr<const Play>;

}  // namespace postiche::engine
