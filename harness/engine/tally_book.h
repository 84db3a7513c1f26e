// SPDX-License-Identifier: MIT
#pragma once
// The named tallies of a scenario: counts what they wait for, and answers what is asked of them.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/engine/memory.h"
#include "harness/engine/occasion.h"
#include "harness/scenario/model.h"

namespace postiche::engine {

class TallyBook {
 public:
  // The scenario outlives the book.
  TallyBook(const scenario::Scenario& scenario, Memory& memory);

  // The rates of these rules ask for moments to be remembered.
  void heed(const std::vector<scenario::Rule>& rules);
  void count(const Occasion& occasion, const Scene& scene);
  // The tally of this name for what the scene shows; none where its key was never counted.
  Tally* find(std::string_view name, const Scene& scene) const;
  // "visit.count"; none where its key was never counted.
  std::optional<std::string> answer(std::string_view question, const Scene& scene) const;

 private:
  struct Entry {
    const scenario::NamedTally* tally;
    std::size_t recent = 0;  // how many moments the rates of rules ask for
  };

  std::vector<Entry> entries_;
  Memory& memory_;
};

// What the attributes of a key are now, as one text.
std::string key_text(const scenario::Key& key, const Scene& scene);

}  // namespace postiche::engine
