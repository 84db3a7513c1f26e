// SPDX-License-Identifier: MIT
// The named tallies of a scenario, counted anew from the record.

#include <algorithm>

#include "harness/judge/facts.h"

namespace postiche::judge {

std::string Facts::key_of(const scenario::NamedTally& tally) const {
  std::string text = tally.name;
  for (const scenario::Attribute attribute : tally.key.attributes) {
    text += '\0';
    text += value_of(attribute, {}).value_or("");
  }
  return text;
}

void Facts::count_tallies() {
  for (const scenario::NamedTally& tally : memory_) {
    // A rule sees a message's end before it is accepted or refused.
    const auto comes = [&](const scenario::Trigger& trigger) {
      const bool message = trigger.event == scenario::Event::message;
      return message ? event_->kind == transcript::Kind::message : is(trigger);
    };
    if (std::none_of(tally.when.begin(), tally.when.end(), comes) || !holds(tally.if_)) continue;
    Tally& mine = tallies_[key_of(tally)];
    const VirtualTime now = event_->virtual_at;
    if (mine.count == 0 || (tally.forget && now - mine.last > *tally.forget)) mine = {0, now, now};
    ++mine.count;
    mine.last = now;
  }
}

std::optional<std::string> Facts::answer(std::string_view question) const {
  const std::size_t dot = question.rfind('.');
  const std::string_view asked = question.substr(dot + 1);
  const auto tally = std::find_if(memory_.begin(), memory_.end(), [&](const auto& each) {
    return each.name == question.substr(0, dot);
  });
  if (tally == memory_.end()) return std::nullopt;
  const auto found = tallies_.find(key_of(*tally));
  const VirtualTime now = event_->virtual_at;
  if (found == tallies_.end() || (tally->forget && now - found->second.last > *tally->forget)) {
    return asked == "count" ? std::optional<std::string>("0") : std::nullopt;
  }
  const Tally& mine = found->second;
  if (asked == "count") return std::to_string(mine.count);
  if (asked == "age") return to_text(now - mine.first);
  return to_text(asked == "first" ? mine.first : mine.last);
}

}  // namespace postiche::judge
