// SPDX-License-Identifier: MIT
#include "harness/engine/imap_settings.h"

#include "harness/base/ascii.h"
#include "harness/engine/offer_change.h"
#include "harness/sasl/mechanism.h"

namespace postiche::engine {

imap::Settings imap_settings(const scenario::Scenario& scenario, const scenario::Section& section) {
  imap::Settings settings;
  settings.requires_tls = section.requires_ == scenario::Section::Requirement::tls;
  settings.passwords_need_tls = section.passwords_need_tls;
  if (scenario.domain) settings.domain = *scenario.domain;
  if (scenario.limits.line) settings.max_line = *scenario.limits.line;
  if (scenario.limits.message) {
    settings.max_message = *scenario.limits.message;
    settings.offer.add("APPENDLIMIT=" + std::to_string(settings.max_message));
  }
  for (const imap::Stage stage : {imap::Stage::plain, imap::Stage::tls}) {
    const Line line = is_secured(stage) ? Line::secured : Line::plain;
    const std::string mechanisms = mechanisms_for(scenario, line);
    for (const std::string_view each : ascii::split(mechanisms, ' ')) {
      const sasl::Mechanism* const known = sasl::find(each);
      // What would be refused is not offered: RFC 9051 sec 6.2.2.
      const bool is_refused =
          section.passwords_need_tls && line == Line::plain && known && known->sends_secret();
      if (known && !is_refused) settings.offer.at(stage).add("AUTH=" + std::string(each));
    }
  }
  // RFC 9051 sec 6.2.3
  const bool is_disabled = settings.requires_tls || settings.passwords_need_tls;
  if (is_disabled) settings.offer.at(imap::Stage::plain).add("LOGINDISABLED");
  change_stages(settings.offer, imap::stages, section.offer);
  return settings;
}

}  // namespace postiche::engine
