// SPDX-License-Identifier: MIT
#include "harness/engine/rule_book.h"

#include <algorithm>
#include <deque>
#include <functional>
#include <map>

#include "harness/base/random.h"
#include "harness/engine/budget.h"
#include "harness/engine/tally_book.h"
#include "harness/scenario/obstacle.h"
#include "harness/scenario/vocabulary.h"
#include "harness/scenario/walk.h"

namespace postiche::engine {

using scenario::Event;

namespace {

using ByVerb = std::map<std::string, std::vector<RuleIndex::Entry>>;

// Rules of FETCH are asked for UID FETCH too.
void share_with_uid(ByVerb& by_verb) {
  for (auto& [verb, entries] : by_verb) {
    if (!verb.starts_with(scenario::by_uid)) continue;
    const auto plain = by_verb.find(verb.substr(scenario::by_uid.size()));
    if (plain == by_verb.end()) continue;
    entries.insert(entries.end(), plain->second.begin(), plain->second.end());
  }
}

}  // namespace

RuleBook::RuleBook(const std::vector<scenario::Rule>& rules, std::uint64_t seed,
                   std::vector<std::size_t> numbers)
    : rules_(rules), seed_(seed), numbers_(std::move(numbers)) {
  std::map<Event, std::vector<Entry>> by_event;
  ByVerb by_verb;
  std::vector<Entry> any_command;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    for (const scenario::Trigger& trigger : rules[i].when) {
      const Entry entry{i, &trigger};
      switch (trigger.event) {
        case Event::command_named:
          by_verb[trigger.verb].push_back(entry);
          break;
        case Event::command:
        case Event::first_command:
        case Event::unknown:
        case Event::garbage:
          any_command.push_back(entry);
          break;
        default:
          by_event[trigger.event].push_back(entry);
      }
    }
  }
  share_with_uid(by_verb);
  for (auto& [event, entries] : by_event) {
    events_[static_cast<std::size_t>(event)] = RuleIndex(std::move(entries), rules);
  }
  for (auto& [verb, entries] : by_verb) {
    entries.insert(entries.end(), any_command.begin(), any_command.end());
    std::stable_sort(entries.begin(), entries.end(),
                     [](const Entry& a, const Entry& b) { return a.rule < b.rule; });
    verbs_.emplace(verb, RuleIndex(std::move(entries), rules));
  }
  any_command_ = RuleIndex(std::move(any_command), rules);
}

const RuleIndex& RuleBook::index(const Occasion& occasion) const {
  switch (occasion.kind) {
    case Occasion::Kind::connect:
      return of(Event::connect);
    case Occasion::Kind::tls:
      return of(Event::tls);
    case Occasion::Kind::sasl:
      return of(Event::sasl);
    case Occasion::Kind::literal:
      return of(Event::literal);
    case Occasion::Kind::idle:
      return of(Event::idle);
    case Occasion::Kind::data:
      return of(Event::data);
    case Occasion::Kind::message:
      return of(Event::message);
    case Occasion::Kind::quiet:
      return of(Event::quiet);
    case Occasion::Kind::after:
      return of(Event::after);
    case Occasion::Kind::close:
      return of(Event::close);
    case Occasion::Kind::command:
      break;
  }
  if (verbs_.empty()) return any_command_;
  auto found = verbs_.find(std::string(occasion.verb));
  if (found == verbs_.end() && occasion.verb.starts_with(scenario::by_uid)) {
    found = verbs_.find(std::string(occasion.verb.substr(scenario::by_uid.size())));
  }
  return found == verbs_.end() ? any_command_ : found->second;
}

std::vector<Spoken> RuleBook::ask(const Occasion& occasion, const Scene& scene,
                                  Memory& memory) const {
  std::vector<Spoken> spoken;
  const RuleIndex& waiting = index(occasion);
  std::size_t considered = rules_.size();  // a rule whose list names the event twice is asked once
  for (const std::uint32_t position : waiting.candidates(scene)) {
    const Entry& entry = waiting.entries()[position];
    if (entry.rule == considered || !comes(*entry.trigger, occasion, scene)) continue;
    considered = entry.rule;
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
  const scenario::Rule& rule = rules_[entry.rule];
  // A tally with a name counts events of its own.
  if (!rule.per.tally.empty()) return scene.tallies->find(rule.per.tally, scene);
  const scenario::Budget& budget = rule.budget;
  const std::size_t recent = budget.over ? budget.over->count + 1 : 0;
  return &memory.touch(owner(entry), key, scene.now, budget.forget, recent);
}

std::optional<Spoken> RuleBook::consider(const Entry& entry, const Scene& scene,
                                         Memory& memory) const {
  const scenario::Rule& rule = rules_[entry.rule];
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
  const RuleIndex& waiting = kind == Occasion::Kind::quiet ? of(Event::quiet) : of(Event::after);
  for (const Entry& entry : waiting.entries()) {
    const Duration time = entry.trigger->time;
    if (time > done && (!next || time < *next)) next = time;
  }
  return next;
}

std::string RuleBook::why_no_turn(const Entry& entry, const Scene& scene, Memory& memory) const {
  const scenario::Rule& rule = rules_[entry.rule];
  const std::string& shared = rule.per.tally;
  const Tally* const tally = shared.empty()
                                 ? memory.find(owner(entry), key_text(rule.per, scene), scene.now)
                                 : scene.tallies->find(shared, scene);
  if (tally) return obstacle(rule.budget, *tally, scene.now - tally->first);
  return shared.empty() ? "" : "'" + shared + "' has counted nothing of this yet";
}

namespace {

// The values that conditions ask for, each looked up once.
class Values {
 public:
  explicit Values(const Scene& scene) : scene_(scene) {}

  const std::optional<std::string>& operator()(const scenario::Condition& leaf) {
    for (const Known& one : known_) {
      if (one.attribute == leaf.attribute && one.key == leaf.key) return one.value;
    }
    Scratch scratch;
    const auto value = value_of(scene_, leaf.attribute, leaf.key, scratch);
    known_.push_back(
        {leaf.attribute, leaf.key, value ? std::optional<std::string>(*value) : std::nullopt});
    return known_.back().value;
  }

 private:
  struct Known {
    scenario::Attribute attribute;
    std::string key;  // of its own: who asks by name makes a leaf for the moment
    std::optional<std::string> value;
  };

  const Scene& scene_;
  std::deque<Known> known_;
};

}  // namespace

std::vector<NearMiss> RuleBook::near_misses(const Occasion& occasion, const Scene& scene,
                                            Memory& memory) const {
  Values values(scene);
  const scenario::Template::Lookup names = [&scene](std::string_view name) {
    return named_value(scene, name);
  };
  const auto leaf_holds = [&](const scenario::Condition& leaf) {
    const auto& value = values(leaf);
    return leaf.pattern->matches(value ? std::optional<std::string_view>(*value) : std::nullopt,
                                 nullptr, &names);
  };
  const RuleIndex& waiting = index(occasion);
  std::vector<std::pair<std::size_t, const Entry*>> nearest;  // with how many obstacles
  for (const std::uint32_t position : waiting.nearby(scene)) {
    const Entry& entry = waiting.entries()[position];
    const scenario::Rule& rule = rules_[entry.rule];
    if (!comes(*entry.trigger, occasion, scene) || rule.also) continue;
    nearest.emplace_back(scenario::count_obstacles(rule.if_, leaf_holds), &entry);
  }
  std::stable_sort(nearest.begin(), nearest.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  if (nearest.size() > shown_misses) nearest.resize(shown_misses);
  std::vector<NearMiss> misses;
  for (const auto& [obstacles, entry] : nearest) {
    const scenario::Rule& rule = rules_[entry->rule];
    if (obstacles > 0) {
      misses.push_back({&rule, scenario::first_obstacle(rule.if_, std::ref(values))});
    } else if (std::string why = why_no_turn(*entry, scene, memory); !why.empty()) {
      misses.push_back({&rule, std::move(why)});
    }
  }
  return misses;
}

std::optional<std::uint64_t> RuleBook::next_data_offset(std::uint64_t heard) const {
  std::optional<std::uint64_t> next;
  for (const Entry& entry : of(Event::data).entries()) {
    const std::uint64_t offset = data_offset(*entry.trigger);
    if (offset > heard && (!next || offset < *next)) next = offset;
  }
  return next;
}

}  // namespace postiche::engine
