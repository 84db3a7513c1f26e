// SPDX-License-Identifier: MIT
#pragma once
// What a scenario's `offer` makes of what an honest server offers, whatever the protocol is.

#include <string>
#include <vector>

#include "harness/scenario/model.h"

namespace postiche::engine {

std::vector<std::string> lines_of(const std::vector<scenario::Capability>& capabilities);

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

// `stages` are those of the protocol.
template <typename StagedOffer, typename Stages>
void change_stages(StagedOffer& offer, const Stages& stages, const scenario::Offer& by) {
  change(offer, by);
  for (const auto stage : stages) {
    const auto& line = is_secured(stage) ? by.tls : by.plain;
    if (line) change(offer.at(stage), *line);
    if (is_authenticated(stage) && by.authenticated) change(offer.at(stage), *by.authenticated);
  }
}

// The mechanisms that an honest server offers depend on what it knows (RFC 4954 sec 3): each with a
// space before it. Those that no modern server has are for scenarios to offer.
enum class Line { plain, secured };
std::string mechanisms_for(const scenario::Scenario& scenario, Line line);

}  // namespace postiche::engine
