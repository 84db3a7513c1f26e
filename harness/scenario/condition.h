// SPDX-License-Identifier: MIT
#pragma once
// When something holds: the events that are waited for, and trees of conditions.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/base/result.h"
#include "harness/base/time.h"
#include "harness/scenario/language.h"
#include "harness/scenario/pattern.h"

namespace postiche::scenario {

// A tree: leaves compare one attribute with a pattern, branches combine.
struct Condition {
  enum class Kind { always, matches, all, any, none };
  Kind kind = Kind::always;
  Attribute attribute{};           // matches
  std::string key;                 // matches: the part after the dot in "header.subject"
  std::optional<Pattern> pattern;  // matches
  std::vector<Condition> parts;    // all, any, none
  Place place;
};

struct Trigger {
  Event event{};
  std::string verb;               // Event::command_named: in capitals, "RCPT"
  std::uint64_t after_bytes = 0;  // Event::data: once so many bytes of content were heard
  Duration time = {};             // Event::quiet and Event::after
};

}  // namespace postiche::scenario
