// SPDX-License-Identifier: MIT
#pragma once
// A rule: when it is asked, how often it may speak, and what it does.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/scenario/steps.h"

namespace postiche::scenario {

// What rules with one memory share a counter over. Empty attributes: one for the whole server.
struct Key {
  std::vector<Attribute> attributes;
  std::string tally;  // instead: of this name in `memory`, which brings its own key
};

// More than `count` of the same key within any `window` of virtual time.
struct Rate {
  std::uint64_t count = 0;
  Duration window;
};

struct Budget {
  std::optional<std::uint64_t> times;  // only the first so many
  std::uint64_t after = 0;             // not the first so many
  std::uint64_t every = 1;             // then each so-manieth
  std::optional<Duration> for_time;    // holds this long after the key was first seen
  std::optional<Duration> from_time;   // begins this long after the key was first seen
  std::optional<Rate> over;            // only what is over this rate
  std::optional<double> chance;        // this share of the times, by the world's seed
  std::optional<Duration> forget;      // a key not seen so long is new again
};

struct Rule {
  std::string name;    // as given, else "rule 2"
  bool named = false;  // it was given
  std::vector<Trigger> when;
  Condition if_;
  Key per;
  Budget budget;
  std::vector<Step> steps;
  bool also = false;  // speaks, and lets the rules below speak too
  Place place;
};

// `memory`: counts an event for each key, under a name that rules and texts can ask for.
struct NamedTally {
  std::string name;
  Key key;
  std::vector<Trigger> when;
  Condition if_;
  std::optional<Duration> forget;  // a key not seen so long is new again
  Place place;
};

}  // namespace postiche::scenario
