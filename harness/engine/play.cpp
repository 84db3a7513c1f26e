// SPDX-License-Identifier: MIT
#include "harness/engine/play.h"

#include "harness/engine/imap_settings.h"
#include "harness/engine/pop3_settings.h"
#include "harness/engine/smtp_settings.h"

namespace postiche::engine {
namespace {

Settings settings_for(const scenario::Scenario& scenario, const scenario::Section& section,
                      const Service& service) {
  if (service.protocol == scenario::Protocol::pop3) return pop3_settings(scenario, section);
  if (service.protocol == scenario::Protocol::imap) return imap_settings(scenario, section);
  return smtp_settings(scenario, section, service.mode);
}

tls::Settings tls_for(const scenario::Scenario& scenario) {
  tls::Settings settings;
  scenario.tls.apply(settings);
  return settings;
}

}  // namespace

Play::Play(scenario::ScenarioPtr given, const scenario::Section& part, const Service& service,
           std::uint64_t seed, std::vector<std::size_t> numbers)
    : scenario(std::move(given)),
      section(part),
      domain(scenario->domain.value_or("mx.example.com")),
      settings(settings_for(*scenario, part, service)),
      tls(tls_for(*scenario)),
      rules(part.rules, seed, std::move(numbers)) {}

}  // namespace postiche::engine
