// SPDX-License-Identifier: MIT
#pragma once
// What one session plays: the greeting, the offer and the rules of one section of a scenario. It
// stays the same while the world may go on to another.

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "harness/engine/rule_book.h"
#include "harness/engine/service.h"
#include "harness/imap/settings.h"
#include "harness/pop3/settings.h"
#include "harness/scenario/model.h"
#include "harness/smtp/settings.h"
#include "harness/tls/settings.h"

namespace postiche::engine {

// Of the protocol that is played.
using Settings = std::variant<smtp::Settings, pop3::Settings, imap::Settings>;

struct Play {
  // `section` is a part of the scenario. The memory of rules knows its rules by `numbers`.
  Play(scenario::ScenarioPtr scenario, const scenario::Section& section, const Service& service,
       std::uint64_t seed, std::vector<std::size_t> numbers);
  Play(const Play&) = delete;
  Play& operator=(const Play&) = delete;

  const scenario::ScenarioPtr scenario;
  const scenario::Section& section;
  const std::string domain;  // what the server calls itself
  const Settings settings;
  const tls::Settings tls;
  const RuleBook rules;
  std::string phase;                                // its name, if it is one
  std::vector<std::shared_ptr<const Play>> routes;  // as many as the scenario has
};

using PlayPtr = std::shared_ptr<const Play>;

}  // namespace postiche::engine
