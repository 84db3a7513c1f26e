// SPDX-License-Identifier: MIT
#pragma once
// The rules of a scenario, indexed by the event they wait for, so that asking costs the same
// however many rules wait for something else.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "harness/engine/memory.h"
#include "harness/engine/occasion.h"
#include "harness/engine/rule_index.h"
#include "harness/engine/scene.h"
#include "harness/scenario/model.h"

namespace postiche::engine {

// A rule that holds now, with what it captured and its tally at that moment.
struct Spoken {
  const scenario::Rule* rule = nullptr;
  scenario::Captures captures;
  std::uint64_t asked = 0;  // for this key, this time included
  std::uint64_t fired = 0;
  Duration left;  // of its for/from window
};

// A rule that did not speak although its event came, and why.
struct NearMiss {
  const scenario::Rule* rule = nullptr;
  std::string why;  // "recipient was 'b@example.com', wanted a@*", "times used up, 2 of 2"
};

class RuleBook {
 public:
  // `rules` outlive the book. The memory knows each by its number in `numbers`.
  RuleBook(const std::vector<scenario::Rule>& rules, std::uint64_t seed,
           std::vector<std::size_t> numbers);

  // The rules that speak at this occasion, in order: all that say `also`, and the first that does
  // not. Counts in `memory`.
  std::vector<Spoken> ask(const Occasion& occasion, const Scene& scene, Memory& memory) const;
  // Where none spoke: the three that were nearest to it, the nearest first. To be asked right
  // behind ask(), for the same.
  std::vector<NearMiss> near_misses(const Occasion& occasion, const Scene& scene,
                                    Memory& memory) const;
  // The next content offset after `heard` at which a data rule wants to be asked; none: no further.
  std::optional<std::uint64_t> next_data_offset(std::uint64_t heard) const;
  // The shortest time longer than `done` for which a rule of this kind, quiet or after, waits.
  std::optional<Duration> next_time(Occasion::Kind kind, Duration done) const;

 private:
  static constexpr std::size_t shown_misses = 3;

  using Entry = RuleIndex::Entry;

  const RuleIndex& of(scenario::Event event) const {
    return events_[static_cast<std::size_t>(event)];
  }
  const RuleIndex& index(const Occasion& occasion) const;
  std::string owner(const Entry& entry) const { return std::to_string(numbers_[entry.rule]); }
  // The tally that the rule's budget looks at, this time counted.
  Tally* count(const Entry& entry, std::string_view key, const Scene& scene, Memory& memory) const;
  std::string why_no_turn(const Entry& entry, const Scene& scene, Memory& memory) const;
  std::optional<Spoken> consider(const Entry& entry, const Scene& scene, Memory& memory) const;

  const std::vector<scenario::Rule>& rules_;
  std::uint64_t seed_;
  std::vector<std::size_t> numbers_;
  // By scenario::Event; empty for commands, which have any_command_ and verbs_.
  std::array<RuleIndex, scenario::event_count> events_;
  RuleIndex any_command_;
  std::unordered_map<std::string, RuleIndex>
      verbs_;  // each with any_command_ merged in, in file order
};

}  // namespace postiche::engine
