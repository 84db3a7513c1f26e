// SPDX-License-Identifier: MIT
#include "harness/scenario/model.h"

#include <set>
#include <utility>

namespace postiche::scenario {

const Section& section_of(const Sections& sections, Protocol protocol) {
  static const Section honest;
  const auto found = sections.find(protocol);
  return found == sections.end() ? honest : found->second;
}

std::vector<const Section*> all_sections(const Scenario& scenario) {
  std::vector<const Section*> all;
  const auto add = [&](const Sections& sections) {
    for (const auto& [protocol, section] : sections) all.push_back(&section);
  };
  for (const Phase& phase : scenario.phases) add(phase.sections);
  // What the phases have shared out among them is not played beside them.
  if (scenario.phases.empty()) add(scenario.sections);
  for (const Route& route : scenario.route) add(route.sections);
  return all;
}

std::vector<const Rule*> all_rules(const Scenario& scenario) {
  std::vector<const Rule*> all;
  std::set<std::pair<std::string, std::string>> seen;
  for (const Section* const section : all_sections(scenario)) {
    for (const Rule& rule : section->rules) {
      if (seen.emplace(rule.name, rule.place.text()).second) all.push_back(&rule);
    }
  }
  return all;
}

std::vector<std::string> services_of(const Scenario& scenario) {
  if (!scenario.services.empty()) return scenario.services;
  std::vector<std::string> names;
  for (const auto& [protocol, section] : scenario.sections) names.emplace_back(name(protocol));
  if (names.empty()) names.emplace_back("smtp");
  return names;
}

}  // namespace postiche::scenario
