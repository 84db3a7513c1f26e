// SPDX-License-Identifier: MIT
// States and variables that nobody sets, or that nobody asks for.

#include <algorithm>
#include <map>
#include <set>

#include "harness/scenario/lint/lint.h"

namespace postiche::scenario {

namespace {

// What is asked for anywhere in the scenario.
class Asked {
 public:
  explicit Asked(const Lint& lint) {
    each_condition(lint, [&](const Condition& condition) {
      each_leaf(condition, [&](const Condition& leaf, bool) {
        if (leaf.attribute == Attribute::variable) names_.insert(leaf.key);
        for (std::string& name : leaf.pattern->asked_names()) names_.insert(std::move(name));
        const bool is_known = !leaf.pattern->is_bound();
        if (leaf.attribute == Attribute::state && is_known) states_.push_back(&leaf);
      });
    });
    const auto add = [&](const Template& text) {
      for (const std::string_view name : text.names()) names_.emplace(name);
    };
    each_step(lint, [&](const Step& step) { each_text(step, add); });
    each_item(lint, [&](const DialogueItem& item) { add_names(item, add); });
    for (const Section* const part : lint.parts) {
      for (const Template& line : part->greeting.value_or(std::vector<Template>{})) add(line);
    }
  }

  bool has(const std::string& variable) const {
    return names_.contains(variable) || heard_.find("{" + variable + "}") != std::string::npos;
  }
  const std::vector<const Condition*>& states() const { return states_; }

 private:
  template <typename Add>
  void add_names(const DialogueItem& item, const Add& add) {
    if (const auto* const say = std::get_if<SayItem>(&item.what)) {
      for (const Template& line : say->lines) add(line);
    }
    const auto* const octets = std::get_if<HearOctetsItem>(&item.what);
    if (octets && octets->exact) add(*octets->exact);
    if (std::holds_alternative<HearItem>(item.what)) heard_ += item.shown + "\n";
  }

  std::set<std::string> names_;
  std::string heard_;  // what dialogues wait for, as it is written
  std::vector<const Condition*> states_;
};

void check_states(const Lint& lint, const Asked& asked) {
  std::map<std::string, Place> named;
  each_step(lint, [&](const Step& step) {
    if (const auto* const state = std::get_if<StateStep>(&step.what)) {
      named.emplace(state->name, step.place);
    }
  });
  for (const Condition* const leaf : asked.states()) {
    bool met = leaf->pattern->matches("start");
    for (const auto& [name, place] : named) {
      met = met || leaf->pattern->matches(name);
    }
    if (met) continue;
    std::vector<std::string_view> names{"start"};
    for (const auto& [name, place] : named) names.push_back(name);
    const std::string near = did_you_mean(leaf->pattern->describe(), names);
    lint.warn(leaf->place, "the state is never " + leaf->pattern->describe(),
              near.empty() ? "a step names it, such as state: trusted" : near);
  }
  // One that nobody asks for may be there to leave another.
  if (asked.has("state") || !asked.states().empty()) return;
  for (const auto& [name, place] : named) {
    lint.warn(place, "nobody asks for the state '" + name + "'",
              "ask with if: {state: " + name + "}, or write 'mark' for the transcript");
  }
}

void check_variables(const Lint& lint, const Asked& asked) {
  each_step(lint, [&](const Step& step) {
    const auto* const set = std::get_if<SetStep>(&step.what);
    if (!set) return;
    for (const SetStep::Value& value : set->values) {
      if (asked.has(value.name)) continue;
      lint.warn(step.place, "nobody asks for '" + value.name + "'",
                "write {" + value.name + "} in a text, or ask for it in 'if'");
    }
  });
}

}  // namespace

void lint_names(const Lint& lint) {
  const Asked asked(lint);
  check_states(lint, asked);
  check_variables(lint, asked);
}

}  // namespace postiche::scenario
