// SPDX-License-Identifier: MIT
#include "harness/judge/finder.h"

#include <algorithm>

#include "harness/judge/words.h"

namespace postiche::judge {
namespace {

using transcript::Event;

constexpr std::size_t most_evidence = 20;

Mark mark_of(const Event& event, std::string_view part) {
  const bool is_inside = part.data() >= event.bytes.data() &&
                         part.data() + part.size() <= event.bytes.data() + event.bytes.size();
  if (part.empty() || !is_inside) return {event.sequence, 0, event.bytes.size()};
  return {event.sequence, static_cast<std::size_t>(part.data() - event.bytes.data()), part.size()};
}

scenario::Level level_of(Force force) {
  if (force == Force::must || force == Force::security) return scenario::Level::must;
  return force == Force::may ? scenario::Level::may : scenario::Level::should;
}

Outcome outcome_of_breach(Force force) {
  const bool strict = force == Force::must || force == Force::security;
  if (strict) return Outcome::fail;
  return force == Force::may ? Outcome::info : Outcome::warn;
}

}  // namespace

bool Finder::is_excused(const Event& event) const {
  return excused_from_ != 0 && event.sequence > excused_from_;
}

void Finder::good(const Event& event) {
  if (good_++ == 0) first_good_ = event.sequence;
}

void Finder::breach(const Event& event, std::string measured, std::string_view part) {
  if (is_excused(event)) return unclear(event, measured + ", but the server had broken the rules");
  breaches_.push_back({event.sequence, std::move(measured), mark_of(event, part)});
}

void Finder::expect(bool condition, const Event& event, const std::string& measured,
                    std::string_view part) {
  if (condition) return good(event);
  breach(event, measured, part);
}

void Finder::slip(const Event& event, std::string measured, std::string_view part) {
  if (is_excused(event)) return unclear(event, measured + ", but the server had broken the rules");
  slips_.push_back({event.sequence, std::move(measured), mark_of(event, part)});
}

void Finder::remark(const Event& event, std::string measured, std::string_view part) {
  remarks_.push_back({event.sequence, std::move(measured), mark_of(event, part)});
}

void Finder::unclear(const Event& event, std::string why) {
  unclear_.push_back({event.sequence, std::move(why), mark_of(event, {})});
}

const std::vector<Finder::Found>& Finder::worst() const {
  for (const auto* const found : {&breaches_, &slips_, &remarks_}) {
    if (!found->empty()) return *found;
  }
  return unclear_;
}

Verdict Finder::verdict(const Requirement& requirement) const {
  Verdict verdict;
  verdict.id = requirement.id;
  verdict.level = level_of(requirement.force);
  verdict.says = requirement.says;
  verdict.source = requirement.source();
  const bool is_breached = !breaches_.empty();
  if (is_breached || !slips_.empty()) {
    const Outcome outcome = outcome_of_breach(requirement.force);
    verdict.outcome = is_breached || outcome == Outcome::info ? outcome : Outcome::warn;
  } else if (!remarks_.empty()) {
    verdict.outcome = Outcome::info;
  } else if (unclear_.empty() && good_ > 0) {
    verdict.outcome = Outcome::pass;
    verdict.measured = "seen " + times(good_) + ", each time right";
    verdict.evidence = {first_good_};
    return verdict;
  }
  const auto& found = worst();
  if (found.empty()) {
    verdict.measured = "the situation never arose";
    return verdict;
  }
  verdict.measured = found.front().measured;
  if (found.size() > 1) verdict.measured += " (and " + std::to_string(found.size() - 1) + " more)";
  for (const Found& one : found) {
    if (verdict.evidence.size() == most_evidence) break;
    verdict.evidence.push_back(one.sequence);
    verdict.marks.push_back(one.mark);
  }
  return verdict;
}

}  // namespace postiche::judge
