// SPDX-License-Identifier: MIT
#include "harness/judge/dialogue_coverage.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "harness/judge/words.h"
#include "harness/scenario/walk.h"

namespace postiche::judge {

std::string LineCoverage::text() const {
  return played == 0 ? "never played" : "played " + times(played);
}

std::vector<LineCoverage> dialogue_coverage(const scenario::Scenario& scenario,
                                            const std::vector<const transcript::Event*>& events) {
  std::map<std::string, std::uint64_t, std::less<>> played;
  for (const transcript::Event* const event : events) {
    if (const auto line = event->field("dialogue")) ++played[std::string(*line)];
  }
  std::vector<LineCoverage> list;
  const auto add = [&](const scenario::DialogueItem& item) {
    if (item.line) list.push_back({item.shown, item.place, played[item.id]});
  };
  for (const auto& [protocol, section] : scenario.sections) {
    if (section.dialogue) scenario::each_item(section.dialogue->lines, add);
    for (const auto& [name, dialogue] : section.dialogues) scenario::each_item(dialogue.lines, add);
  }
  std::sort(list.begin(), list.end(), [](const LineCoverage& a, const LineCoverage& b) {
    return std::tuple(a.place.file, a.place.line, a.place.column) <
           std::tuple(b.place.file, b.place.line, b.place.column);
  });
  return list;
}

}  // namespace postiche::judge
