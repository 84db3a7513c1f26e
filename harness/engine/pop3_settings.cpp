// SPDX-License-Identifier: MIT
#include "harness/engine/pop3_settings.h"

#include "harness/engine/offer_change.h"

namespace postiche::engine {

pop3::Settings pop3_settings(const scenario::Scenario& scenario, const scenario::Section& section) {
  pop3::Settings settings;
  settings.requires_tls = section.requires_ == scenario::Section::Requirement::tls;
  settings.passwords_need_tls = section.passwords_need_tls;
  if (scenario.domain) settings.domain = *scenario.domain;
  if (scenario.limits.line) settings.max_line = *scenario.limits.line;
  for (const pop3::Stage stage : pop3::stages) {
    const Line line = is_secured(stage) ? Line::secured : Line::plain;
    settings.offer.at(stage).add("SASL" + mechanisms_for(scenario, line));
  }
  change_stages(settings.offer, pop3::stages, section.offer);
  return settings;
}

}  // namespace postiche::engine
