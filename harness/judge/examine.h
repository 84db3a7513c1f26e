// SPDX-License-Identifier: MIT
#pragma once
// Measures a transcript by each form of expectation, before a level says how bad the result is.

#include <cstdint>
#include <string>
#include <vector>

#include "harness/scenario/model.h"
#include "harness/transcript/event.h"

namespace postiche::judge {

// What is judged: the events of a run, and the scenario that was played.
struct Events {
  const scenario::Scenario& scenario;
  const std::vector<const transcript::Event*>& list;

  auto begin() const { return list.begin(); }
  auto end() const { return list.end(); }
  std::size_t size() const { return list.size(); }
  const transcript::Event* operator[](std::size_t i) const { return list[i]; }
};

struct Finding {
  enum class Kind { met, unmet, never_arose };
  Kind kind;
  std::string measured;                 // a sentence
  std::vector<std::uint64_t> evidence;  // sequence numbers
};

inline Finding::Kind met_if(bool condition) {
  return condition ? Finding::Kind::met : Finding::Kind::unmet;
}

// examine_events.cpp
Finding examine(const scenario::CountForm& form, const Events& events);
Finding examine(const scenario::OccurrenceForm& form, const Events& events);
Finding examine(const scenario::WithinForm& form, const Events& events);
Finding examine(const scenario::OrderForm& form, const Events& events);

// examine_repeats.cpp
Finding examine(const scenario::GapForm& form, const Events& events);
Finding examine(const scenario::SameForm& form, const Events& events);

// examine_outcomes.cpp
Finding examine(const scenario::MessageForm& form, const Events& events);
Finding examine(const scenario::EndingForm& form, const Events& events);
Finding examine(const scenario::ClientForm& form, const Events& events);

// examine_stream.cpp
Finding examine(const scenario::StreamForm& form, const Events& events);

}  // namespace postiche::judge
