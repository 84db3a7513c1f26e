// SPDX-License-Identifier: MIT
#include "harness/engine/tally_book.h"

#include <algorithm>

namespace postiche::engine {

std::string key_text(const scenario::Key& key, const Scene& scene) {
  std::string text;
  Scratch scratch;
  for (const scenario::Attribute attribute : key.attributes) {
    text += value_of(scene, attribute, {}, scratch).value_or("");
    text += '\0';
  }
  return text;
}

TallyBook::TallyBook(const scenario::Scenario& scenario, Memory& memory) : memory_(memory) {
  for (const scenario::NamedTally& tally : scenario.memory) entries_.push_back({&tally});
}

void TallyBook::heed(const std::vector<scenario::Rule>& rules) {
  for (const scenario::Rule& rule : rules) {
    if (rule.per.tally.empty() || !rule.budget.over) continue;
    const auto entry = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& each) {
      return each.tally->name == rule.per.tally;
    });
    if (entry == entries_.end()) continue;
    entry->recent = std::max<std::size_t>(entry->recent, rule.budget.over->count + 1);
  }
}

void TallyBook::count(const Occasion& occasion, const Scene& scene) {
  for (const Entry& entry : entries_) {
    const scenario::NamedTally& tally = *entry.tally;
    const bool is_meant = std::any_of(
        tally.when.begin(), tally.when.end(),
        [&](const scenario::Trigger& trigger) { return comes(trigger, occasion, scene); });
    if (!is_meant || !holds(tally.if_, scene, nullptr)) continue;
    memory_.touch(tally.name, key_text(tally.key, scene), scene.now, tally.forget, entry.recent);
  }
}

Tally* TallyBook::find(std::string_view name, const Scene& scene) const {
  for (const auto& [tally, recent] : entries_) {
    if (tally->name != name) continue;
    return memory_.find(name, key_text(tally->key, scene), scene.now, tally->forget);
  }
  return nullptr;
}

std::optional<std::string> TallyBook::answer(std::string_view question, const Scene& scene) const {
  const std::size_t dot = question.rfind('.');
  const std::string_view asked = question.substr(dot + 1);
  const Tally* const tally = find(question.substr(0, dot), scene);
  if (!tally) return asked == "count" ? std::optional<std::string>("0") : std::nullopt;
  if (asked == "count") return std::to_string(tally->count);
  if (asked == "age") return to_text(scene.now - tally->first);
  return to_text(asked == "first" ? tally->first : tally->last);
}

}  // namespace postiche::engine
