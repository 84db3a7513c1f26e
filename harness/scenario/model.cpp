// SPDX-License-Identifier: MIT
#include "harness/scenario/model.h"

#include <set>
#include <utility>

namespace postiche::scenario {

std::vector<const Rule*> all_rules(const Scenario& scenario) {
  std::vector<const Rule*> all;
  std::set<std::pair<std::string, std::string>> seen;
  const auto add = [&](const Smtp& part) {
    for (const Rule& rule : part.rules) {
      if (seen.emplace(rule.name, rule.place.text()).second) all.push_back(&rule);
    }
  };
  for (const Phase& phase : scenario.phases) add(phase.smtp);
  if (scenario.phases.empty()) add(scenario.smtp);
  for (const Route& route : scenario.route) add(route.smtp);
  if (scenario.lmtp) add(*scenario.lmtp);
  return all;
}

std::vector<std::string> services_of(const Scenario& scenario) {
  if (!scenario.services.empty()) return scenario.services;
  std::vector<std::string> names;
  if (scenario.has_smtp || !scenario.lmtp) names.emplace_back("smtp");
  if (scenario.lmtp) names.emplace_back("lmtp");
  return names;
}

}  // namespace postiche::scenario
