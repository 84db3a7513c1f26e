// SPDX-License-Identifier: MIT
#include "harness/engine/play.h"

#include "harness/sasl/mechanism.h"

namespace postiche::engine {
namespace {

std::vector<std::string> lines_of(const std::vector<scenario::Capability>& capabilities) {
  std::vector<std::string> lines;
  for (const scenario::Capability& capability : capabilities) lines.push_back(capability.line);
  return lines;
}

// All stages, or one: what that says of its own is offered there whether it makes sense or not.
template <typename Offer>
void change(Offer& offer, const scenario::OfferChange& by) {
  if (by.only) offer.replace(lines_of(*by.only));
  for (const std::string& line : lines_of(by.remove)) offer.remove(line);
  for (const std::string& line : lines_of(by.add)) offer.add(line);
  for (const std::string& line : lines_of(by.hide)) {
    if (!offer.offers(line.substr(0, line.find(' ')))) offer.add(line);
    offer.hide(line);
  }
}

void change_stages(smtp::StagedOffer& offer, const scenario::Offer& by) {
  change(offer, by);
  for (const smtp::Stage stage : smtp::stages) {
    const auto& line = is_secured(stage) ? by.tls : by.plain;
    if (line) change(offer.at(stage), *line);
    if (is_authenticated(stage) && by.authenticated) change(offer.at(stage), *by.authenticated);
  }
}

std::optional<smtp::Requirement> requirement_of(const scenario::Smtp& section) {
  using Wanted = scenario::Smtp::Requirement;
  if (!section.requires_) return std::nullopt;
  if (*section.requires_ == Wanted::tls) return smtp::Requirement::tls;
  return *section.requires_ == Wanted::auth ? smtp::Requirement::auth : smtp::Requirement::nothing;
}

// Which mechanisms a server can honestly offer depends on what it knows: RFC 4954 sec 3. Those that
// no modern server has are for scenarios to offer.
std::string auth_line(const scenario::Scenario& scenario, smtp::Stage stage) {
  std::string line = "AUTH";
  for (const sasl::Mechanism& one : sasl::mechanisms()) {
    const bool old = one.id == sasl::Id::digest_md5 || one.id == sasl::Id::anonymous;
    const bool binds = one.tls == sasl::TlsFacts::channel_binding;
    const bool certifies = one.tls == sasl::TlsFacts::client_certificate;
    const bool asked = scenario.tls.client_certificate.value_or(tls::ClientCertificate::unwanted) !=
                       tls::ClientCertificate::unwanted;
    if (!one.spoken || old || (!scenario.has_accounts && !one.takes_anything())) continue;
    if ((binds || certifies) && !is_secured(stage)) continue;
    if (certifies && !asked) continue;
    line.append(" ").append(one.name);
  }
  return line;
}

tls::Settings tls_for(const scenario::Scenario& scenario) {
  tls::Settings settings;
  scenario.tls.apply(settings);
  return settings;
}

smtp::Settings settings_for(const scenario::Scenario& scenario, const scenario::Smtp& section,
                            smtp::Mode mode) {
  smtp::Settings settings(mode);
  settings.requirement = requirement_of(section);
  settings.passwords_need_tls = section.passwords_need_tls;
  if (scenario.domain) settings.domain = *scenario.domain;
  const scenario::Limits& limits = scenario.limits;
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
  settings.max_line = limits.line;
  for (const smtp::Stage stage : smtp::stages) {
    smtp::Offer& offer = settings.offer.at(stage);
    if (offer.offers("AUTH")) offer.add(auth_line(scenario, stage));
  }
  change_stages(settings.offer, section.offer);
  return settings;
}

}  // namespace

Play::Play(scenario::ScenarioPtr given, const scenario::Smtp& part, smtp::Mode mode,
           std::uint64_t seed, std::vector<std::size_t> numbers)
    : scenario(std::move(given)),
      section(part),
      settings(settings_for(*scenario, part, mode)),
      tls(tls_for(*scenario)),
      rules(part.rules, seed, std::move(numbers)) {}

}  // namespace postiche::engine
