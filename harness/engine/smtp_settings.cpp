// SPDX-License-Identifier: MIT
#include "harness/engine/smtp_settings.h"

#include "harness/engine/offer_change.h"

namespace postiche::engine {
namespace {

std::optional<smtp::Requirement> requirement_of(const scenario::Section& section) {
  using Wanted = scenario::Section::Requirement;
  if (!section.requires_) return std::nullopt;
  if (*section.requires_ == Wanted::tls) return smtp::Requirement::tls;
  return *section.requires_ == Wanted::auth ? smtp::Requirement::auth : smtp::Requirement::nothing;
}

void heed(const scenario::Limits& limits, smtp::Settings& settings) {
  settings.max_line = limits.line;
  if (limits.message) {
    settings.max_message = *limits.message;
    // An honest server says it: RFC 1870 sec 4. There 0 would mean that there is no limit.
    if (*limits.message > 0) settings.offer.add("SIZE " + std::to_string(*limits.message));
  }
  if (limits.recipients) {
    settings.max_recipients = *limits.recipients;
    // Six digits, and not 0: RFC 9422 sec 4.2.
    const bool sayable = *limits.recipients > 0 && *limits.recipients < 1'000'000;
    if (sayable) settings.offer.add("LIMITS RCPTMAX=" + std::to_string(*limits.recipients));
    if (!sayable) settings.offer.remove("LIMITS");
  }
}

}  // namespace

smtp::Settings smtp_settings(const scenario::Scenario& scenario, const scenario::Section& section,
                             smtp::Mode mode) {
  smtp::Settings settings(mode);
  settings.requirement = requirement_of(section);
  settings.passwords_need_tls = section.passwords_need_tls;
  if (scenario.domain) settings.domain = *scenario.domain;
  heed(scenario.limits, settings);
  for (const smtp::Stage stage : smtp::stages) {
    smtp::Offer& offer = settings.offer.at(stage);
    const Line line = is_secured(stage) ? Line::secured : Line::plain;
    if (offer.offers("AUTH")) offer.add("AUTH" + mechanisms_for(scenario, line));
  }
  change_stages(settings.offer, smtp::stages, section.offer);
  return settings;
}

}  // namespace postiche::engine
