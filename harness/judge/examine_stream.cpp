// SPDX-License-Identifier: MIT
// The client's command lines beside the lines that were expected.

#include <algorithm>
#include <map>

#include "harness/base/show.h"
#include "harness/judge/examine.h"

namespace postiche::judge {
namespace {

using transcript::Event;

struct StreamLine {
  std::string text;  // with its ending
  std::uint64_t sequence = 0;
};

std::string_view ending_of(std::string_view line) {
  if (line.ends_with("\r\n")) return line.substr(line.size() - 2);
  return line.ends_with('\n') ? line.substr(line.size() - 1) : line.substr(line.size());
}

std::string substituted(const scenario::StreamForm& form, std::string_view octets) {
  const std::string_view ending = ending_of(octets);
  std::string text(octets.substr(0, octets.size() - ending.size()));
  for (const auto& [pattern, with] : form.substitute) text = pattern.replaced(text, with);
  return text.append(ending);
}

// Connections in order of opening, what was dropped left out, the rest substituted.
std::vector<StreamLine> lines_of(const scenario::StreamForm& form, const Events& events) {
  std::map<std::uint32_t, std::vector<StreamLine>> by_connection;
  for (const Event* const event : events) {
    if (event->kind != transcript::Kind::command) continue;
    std::string_view text = event->bytes;
    text.remove_suffix(ending_of(text).size());
    const bool dropped = std::any_of(form.drop.begin(), form.drop.end(),
                                     [&](const auto& pattern) { return pattern.matches(text); });
    if (dropped) continue;
    by_connection[event->connection].push_back({substituted(form, event->bytes), event->sequence});
  }
  std::vector<StreamLine> all;
  for (auto& [connection, lines] : by_connection) {
    std::move(lines.begin(), lines.end(), std::back_inserter(all));
  }
  return all;
}

// Endings are shown only where they are not the usual one.
std::string shown(std::string_view line) {
  if (line.ends_with("\r\n")) line.remove_suffix(2);
  return "'" + escape(line) + "'";
}

std::string difference(std::size_t number, std::string_view wanted, std::string_view got) {
  const auto [w, g] = std::mismatch(wanted.begin(), wanted.end(), got.begin(), got.end());
  return "line " + std::to_string(number) + " was " + shown(got) + "; expected: " + shown(wanted) +
         "; they differ from column " + std::to_string(w - wanted.begin() + 1);
}

}  // namespace

Finding examine(const scenario::StreamForm& form, const Events& events) {
  const std::vector<StreamLine> lines = lines_of(form, events);
  const std::size_t both = std::min(lines.size(), form.lines.size());
  for (std::size_t i = 0; i < both; ++i) {
    if (lines[i].text == form.lines[i]) continue;
    return {
        Finding::Kind::unmet, difference(i + 1, form.lines[i], lines[i].text), {lines[i].sequence}};
  }
  const std::string number = std::to_string(both + 1);
  if (lines.size() > both) {
    return {Finding::Kind::unmet,
            "line " + number + " was " + shown(lines[both].text) + "; expected: no more lines",
            {lines[both].sequence}};
  }
  if (form.lines.size() > both) {
    const std::string missing = shown(form.lines[both]);
    Finding finding{
        Finding::Kind::unmet, "line " + number + " never came; expected: " + missing, {}};
    if (!lines.empty()) finding.evidence.push_back(lines.back().sequence);
    return finding;
  }
  return {Finding::Kind::met, "all " + std::to_string(both) + " lines were as expected", {}};
}

}  // namespace postiche::judge
