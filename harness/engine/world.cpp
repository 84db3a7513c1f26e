// SPDX-License-Identifier: MIT
#include "harness/engine/world.h"

namespace postiche::engine {
namespace {

std::vector<std::string> lines_of(const std::vector<scenario::Capability>& capabilities) {
  std::vector<std::string> lines;
  for (const scenario::Capability& capability : capabilities) lines.push_back(capability.line);
  return lines;
}

smtp::Settings settings_for(const scenario::Scenario& scenario) {
  smtp::Settings settings;
  if (scenario.domain) settings.domain = *scenario.domain;
  const scenario::Offer& offer = scenario.smtp.offer;
  if (offer.only) settings.offer = smtp::Offer(lines_of(*offer.only));
  for (const std::string& line : lines_of(offer.remove)) settings.offer.remove(line);
  for (const std::string& line : lines_of(offer.add)) settings.offer.add(line);
  return settings;
}

}  // namespace

World::World(scenario::ScenarioPtr given, VirtualTime start, std::size_t transcript_limit,
             std::uint64_t chance_seed)
    : scenario(std::move(given)),
      clock(scenario->clock.start.value_or(start), scenario->clock.speed, Instant{}),
      tallies(*scenario, memory),
      transcript(transcript_limit),
      seed(chance_seed),
      smtp(settings_for(*scenario)),
      smtp_rules(scenario->smtp.rules, seed) {}

void World::reset() {
  store.clear();
  memory.clear();
  variables.clear();
  transcript.clear();
}

}  // namespace postiche::engine
