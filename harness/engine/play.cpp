// SPDX-License-Identifier: MIT
#include "harness/engine/play.h"

namespace postiche::engine {
namespace {

std::vector<std::string> lines_of(const std::vector<scenario::Capability>& capabilities) {
  std::vector<std::string> lines;
  for (const scenario::Capability& capability : capabilities) lines.push_back(capability.line);
  return lines;
}

// What a stage says of its own is offered there whether it makes sense or not.
void change(smtp::Offer& offer, const scenario::OfferChange& by) {
  if (by.only) offer = smtp::Offer(lines_of(*by.only));
  for (const std::string& line : lines_of(by.remove)) offer.remove(line);
  for (const std::string& line : lines_of(by.add)) offer.add(line);
  for (const std::string& line : lines_of(by.hide)) {
    if (!offer.offers(line.substr(0, line.find(' ')))) offer.add(line);
    offer.hide(line);
  }
}

void change(smtp::StagedOffer& offer, const scenario::OfferChange& by) {
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

smtp::Settings settings_for(const scenario::Scenario& scenario, const scenario::Smtp& section) {
  smtp::Settings settings;
  if (scenario.domain) settings.domain = *scenario.domain;
  const scenario::Limits& limits = scenario.limits;
  if (limits.message) {
    settings.max_message = *limits.message;
    // An honest server says it: RFC 1870 sec 4. There 0 would mean that there is no limit.
    if (*limits.message > 0) settings.offer.add("SIZE " + std::to_string(*limits.message));
  }
  if (limits.recipients) settings.max_recipients = *limits.recipients;
  settings.max_line = limits.line;
  change_stages(settings.offer, section.offer);
  return settings;
}

}  // namespace

Play::Play(scenario::ScenarioPtr given, const scenario::Smtp& part, std::uint64_t seed,
           std::vector<std::size_t> numbers)
    : scenario(std::move(given)),
      section(part),
      settings(settings_for(*scenario, part)),
      rules(part.rules, seed, std::move(numbers)) {}

}  // namespace postiche::engine
