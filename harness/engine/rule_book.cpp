// SPDX-License-Identifier: MIT
#include "harness/engine/rule_book.h"

#include <algorithm>

#include "harness/base/ascii.h"
#include "harness/base/random.h"
#include "harness/engine/budget.h"
#include "harness/engine/tally_book.h"
#include "harness/scenario/obstacle.h"

namespace postiche::engine {

using scenario::Event;

RuleBook::RuleBook(const std::vector<scenario::Rule>& rules, std::uint64_t seed, std::size_t first)
    : rules_(rules), seed_(seed), first_(first) {
  std::vector<std::pair<std::string, Entry>> named;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    for (const scenario::Trigger& trigger : rules[i].when) {
      const Entry entry{i, &trigger};
      switch (trigger.event) {
        case Event::connect:
          connect_.push_back(entry);
          break;
        case Event::data:
          data_.push_back(entry);
          break;
        case Event::message:
          message_.push_back(entry);
          break;
        case Event::quiet:
          quiet_.push_back(entry);
          break;
        case Event::after:
          after_.push_back(entry);
          break;
        case Event::close:
          close_.push_back(entry);
          break;
        case Event::command_named:
          named.emplace_back(trigger.verb, entry);
          break;
        case Event::command:
        case Event::first_command:
        case Event::unknown:
        case Event::garbage:
          any_command_.push_back(entry);
          break;
        default:
          break;
      }
    }
  }
  for (auto& [verb, entry] : named) verbs_[verb].push_back(entry);
  for (auto& [verb, bucket] : verbs_) {
    bucket.insert(bucket.end(), any_command_.begin(), any_command_.end());
    std::stable_sort(bucket.begin(), bucket.end(),
                     [](const Entry& a, const Entry& b) { return a.index < b.index; });
  }
}

const RuleBook::Bucket& RuleBook::bucket(const Occasion& occasion) const {
  switch (occasion.kind) {
    case Occasion::Kind::connect:
      return connect_;
    case Occasion::Kind::data:
      return data_;
    case Occasion::Kind::message:
      return message_;
    case Occasion::Kind::quiet:
      return quiet_;
    case Occasion::Kind::after:
      return after_;
    case Occasion::Kind::close:
      return close_;
    case Occasion::Kind::command:
      break;
  }
  if (verbs_.empty()) return any_command_;
  const auto found = verbs_.find(std::string(occasion.verb));
  return found == verbs_.end() ? any_command_ : found->second;
}

std::vector<Spoken> RuleBook::ask(const Occasion& occasion, const Scene& scene,
                                  Memory& memory) const {
  std::vector<Spoken> spoken;
  std::size_t considered = rules_.size();  // a rule whose list names the event twice is asked once
  for (const Entry& entry : bucket(occasion)) {
    if (entry.index == considered || !comes(*entry.trigger, occasion, scene)) continue;
    considered = entry.index;
    auto found = consider(entry, scene, memory);
    if (!found) continue;
    const bool last = !found->rule->also;
    spoken.push_back(std::move(*found));
    if (last) break;
  }
  return spoken;
}

Tally* RuleBook::count(const Entry& entry, std::string_view key, const Scene& scene,
                       Memory& memory) const {
  const scenario::Rule& rule = rules_[entry.index];
  // A tally with a name counts events of its own.
  if (!rule.per.tally.empty()) return scene.tallies->find(rule.per.tally, scene);
  const scenario::Budget& budget = rule.budget;
  const std::size_t recent = budget.over ? budget.over->count + 1 : 0;
  return &memory.touch(owner(entry), key, scene.now, budget.forget, recent);
}

std::optional<Spoken> RuleBook::consider(const Entry& entry, const Scene& scene,
                                         Memory& memory) const {
  const scenario::Rule& rule = rules_[entry.index];
  const scenario::Budget& budget = rule.budget;
  Spoken spoken;
  if (!holds(rule.if_, scene, &spoken.captures)) return std::nullopt;
  const std::string key = key_text(rule.per, scene);
  Tally* const found = count(entry, key, scene, memory);
  if (!found) return std::nullopt;
  Tally& tally = *found;
  const Duration age = scene.now - tally.first;
  if (budget.over && !is_over(*budget.over, tally, scene.now)) return std::nullopt;
  if (!has_turn(budget, tally, age)) return std::nullopt;
  // Asked of rule, key and count, so that what other connections do changes nothing.
  const std::string question = rule.name + key + std::to_string(tally.count);
  if (budget.chance && !seeded_chance(seed_, question, *budget.chance)) return std::nullopt;
  spoken.rule = &rule;
  spoken.asked = tally.count;
  spoken.fired = ++tally.fired;
  if (budget.for_time) spoken.left = *budget.for_time - age;
  return spoken;
}

std::optional<Duration> RuleBook::next_time(Occasion::Kind kind, Duration done) const {
  std::optional<Duration> next;
  for (const Entry& entry : kind == Occasion::Kind::quiet ? quiet_ : after_) {
    const Duration time = entry.trigger->time;
    if (time > done && (!next || time < *next)) next = time;
  }
  return next;
}

std::string RuleBook::why_no_turn(const Entry& entry, const Scene& scene, Memory& memory) const {
  const scenario::Rule& rule = rules_[entry.index];
  const std::string& shared = rule.per.tally;
  const Tally* const tally = shared.empty()
                                 ? memory.find(owner(entry), key_text(rule.per, scene), scene.now)
                                 : scene.tallies->find(shared, scene);
  if (tally) return obstacle(rule.budget, *tally, scene.now - tally->first);
  return shared.empty() ? "" : "'" + shared + "' has counted nothing of this yet";
}

std::vector<NearMiss> RuleBook::near_misses(const Occasion& occasion, const Scene& scene,
                                            Memory& memory) const {
  const scenario::ValueOf value = [&](const scenario::Condition& leaf) {
    Scratch scratch;
    const auto found = value_of(scene, leaf.attribute, leaf.key, scratch);
    return found ? std::optional<std::string>(*found) : std::nullopt;
  };
  std::vector<std::pair<std::size_t, const Entry*>> nearest;  // with how many obstacles
  for (const Entry& entry : bucket(occasion)) {
    const scenario::Rule& rule = rules_[entry.index];
    if (!comes(*entry.trigger, occasion, scene) || rule.also) continue;
    nearest.emplace_back(scenario::count_obstacles(rule.if_, value), &entry);
  }
  std::stable_sort(nearest.begin(), nearest.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  if (nearest.size() > shown_misses) nearest.resize(shown_misses);
  std::vector<NearMiss> misses;
  for (const auto& [obstacles, entry] : nearest) {
    const scenario::Rule& rule = rules_[entry->index];
    if (obstacles > 0) {
      misses.push_back({&rule, scenario::first_obstacle(rule.if_, value)});
    } else if (std::string why = why_no_turn(*entry, scene, memory); !why.empty()) {
      misses.push_back({&rule, std::move(why)});
    }
  }
  return misses;
}

std::optional<std::uint64_t> RuleBook::next_data_offset(std::uint64_t heard) const {
  std::optional<std::uint64_t> next;
  for (const Entry& entry : data_) {
    const std::uint64_t offset = data_offset(*entry.trigger);
    if (offset > heard && (!next || offset < *next)) next = offset;
  }
  return next;
}

}  // namespace postiche::engine
