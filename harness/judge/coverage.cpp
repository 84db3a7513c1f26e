// SPDX-License-Identifier: MIT
#include "harness/judge/coverage.h"

#include <algorithm>
#include <map>

#include "harness/judge/facts.h"
#include "harness/judge/words.h"

namespace postiche::judge {
namespace {

// What is gathered for one rule on the way through the transcript.
class Tracker {
 public:
  explicit Tracker(const scenario::Rule& rule) : rule_(rule) {
    result_.rule = rule.name;
    result_.place = rule.place;
    for (const scenario::Trigger& trigger : rule.when) {
      result_.event += (result_.event.empty() ? "" : ", ") + name_of(trigger);
    }
  }

  void see(const transcript::Event& event, const Facts& facts) {
    if (event.kind == transcript::Kind::rule && event.field("rule") == rule_.name) ++result_.spoke;
    // Why a rule whose conditions held did not speak, only the session knew.
    for (const auto& [rule, why] : event.near_misses()) {
      if (rule == rule_.name && held_) ++obstacles_[std::string(why)];
    }
    const auto comes = [&](const scenario::Trigger& trigger) { return facts.is(trigger); };
    if (std::none_of(rule_.when.begin(), rule_.when.end(), comes)) return;
    ++result_.came;
    held_ = facts.holds(rule_.if_);
    if (!held_) ++obstacles_[facts.obstacle(rule_.if_)];
  }

  RuleCoverage finish() {
    const auto most =
        std::max_element(obstacles_.begin(), obstacles_.end(),
                         [](const auto& a, const auto& b) { return a.second < b.second; });
    if (result_.spoke == 0 && most != obstacles_.end()) {
      result_.obstacle = most->first;
    }
    return std::move(result_);
  }

 private:
  const scenario::Rule& rule_;
  RuleCoverage result_;
  bool held_ = false;  // when its event came last
  std::map<std::string, std::uint64_t> obstacles_;
};

}  // namespace

std::string RuleCoverage::text() const {
  if (spoke > 0) return "spoke " + times(spoke);
  if (came == 0) return "never spoke: " + event + " never came";
  std::string words = "never spoke: " + event + " came " + times(came) + ", but ";
  if (!obstacle.empty()) return words + obstacle;
  return words + "another rule spoke first";
}

std::vector<RuleCoverage> coverage(const scenario::Scenario& scenario,
                                   const std::vector<const transcript::Event*>& events) {
  std::vector<Tracker> trackers;
  for (const scenario::Rule* const rule : all_rules(scenario)) trackers.emplace_back(*rule);
  Facts facts(scenario);
  for (const transcript::Event* const event : events) {
    facts.see(*event);
    for (Tracker& tracker : trackers) tracker.see(*event, facts);
  }
  std::vector<RuleCoverage> list;
  for (Tracker& tracker : trackers) list.push_back(tracker.finish());
  return list;
}

}  // namespace postiche::judge
