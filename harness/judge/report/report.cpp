// SPDX-License-Identifier: MIT
#include "harness/judge/report/report.h"

#include <algorithm>
#include <array>
#include <map>

#include "harness/base/ascii.h"
#include "harness/base/show.h"
#include "harness/judge/catalogue.h"
#include "harness/transcript/text_form.h"

namespace postiche::judge {

using transcript::Event;
using transcript::Kind;

namespace {

// Octets of one event that a report shows; more of those that show a fault.
constexpr std::size_t most_shown = 2048;
constexpr std::size_t most_shown_of_guilty = 72 * 1024;

std::string level_of(const Verdict& verdict) {
  if (const Requirement* const one = find_requirement(verdict.id)) {
    return std::string(name(one->force));
  }
  switch (verdict.level) {
    case scenario::Level::must:
      return "must";
    case scenario::Level::should:
      return "should";
    case scenario::Level::may:
      return "may";
    case scenario::Level::info:
      break;
  }
  return "info";
}

// What happened, where no octets tell.
std::string words_of(const Event& event) {
  if (event.kind == Kind::open)
    return "connected to " + std::string(event.field("listener").value_or(""));
  for (const auto& line : transcript::text_lines({&event}, transcript::Secrets::masked)) {
    if (line.kind == transcript::TextLine::Kind::event) return line.text;
  }
  return std::string(name(event.kind));
}

std::string octets_of(const Event& event, transcript::Secrets secrets) {
  const bool hides = secrets == transcript::Secrets::masked && transcript::has_secret(event);
  return hides ? transcript::masked(event) : std::string(event.bytes);
}

ReportLine line_of(const Event& event, const std::string& octets, bool is_guilty) {
  ReportLine line;
  line.sequence = event.sequence;
  line.at_microseconds = event.at.ns / 1000;
  line.connection = event.connection;
  line.kind = name(event.kind);
  line.direction = event.direction == transcript::Direction::none ? "" : name(event.direction);
  line.size = octets.size();
  if (octets.empty()) {
    line.text = words_of(event);
    return line;
  }
  const std::size_t most = is_guilty ? most_shown_of_guilty : most_shown;
  line.text = escape(std::string_view(octets).substr(0, most));
  if (octets.size() > most) line.text += " ...";
  return line;
}

// Characters that show these octets; of UTF-8, all octets but the first of each are 10xxxxxx.
std::size_t characters_of(std::string_view octets) {
  const std::string shown = escape(octets);
  return static_cast<std::size_t>(std::count_if(shown.begin(), shown.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

// The mark's octets as characters of the line that shows them.
ReportMark mark_of(const Mark& mark, const std::string& octets) {
  const std::string_view all = octets;
  const std::size_t begin = std::min(mark.offset, all.size());
  const std::size_t end = std::min(mark.offset + mark.length, all.size());
  return {mark.sequence, characters_of(all.substr(0, begin)), characters_of(all.substr(0, end))};
}

void take_client_end(const Event& event, ReportCase& out) {
  if (event.kind != Kind::note || event.field("note") != "client-ended") return;
  out.client_end = event.field("how").value_or("");
  out.output = event.field("output").value_or("");
  if (const auto status = event.field("status"))
    out.status = static_cast<int>(ascii::parse_number(*status).value_or(0));
  out.has_ended_well = out.status.has_value();
}

// Which of several verdicts on one thing is told; in the order of Outcome.
constexpr std::array<int, 7> ranks{1, 2, 3, 0, 0, 0, 4};

int rank(Outcome outcome) { return ranks[static_cast<std::size_t>(outcome)]; }

Outcome worse(Outcome one, Outcome other) { return rank(one) >= rank(other) ? one : other; }

}  // namespace

ReportVerdict report_verdict(const Verdict& verdict) {
  ReportVerdict out;
  out.id = verdict.id;
  out.outcome = verdict.outcome;
  out.level = level_of(verdict);
  out.says = verdict.says;
  out.measured = verdict.measured;
  out.source = verdict.source;
  out.evidence = verdict.evidence;
  if (const Requirement* const one = find_requirement(verdict.id)) {
    if (out.says.empty()) out.says = one->says;
    if (out.source.empty()) out.source = one->source();
  }
  return out;
}

Outcome ReportCase::worst() const {
  Outcome out = has_ended_well ? Outcome::pass : Outcome::fail;
  for (const ReportVerdict& verdict : verdicts) out = worse(out, verdict.outcome);
  return out;
}

Outcome Report::worst() const {
  Outcome out = Outcome::pass;
  for (const ReportCase& one : cases) out = worse(out, one.worst());
  return out;
}

ReportCase report_case(const scenario::Scenario& scenario, const std::string& name,
                       const std::vector<Verdict>& verdicts,
                       const std::vector<const Event*>& events, transcript::Secrets secrets) {
  ReportCase out;
  out.scenario = scenario.id;
  out.name = name;
  out.title = scenario.title;
  out.why = scenario.why;
  std::map<std::uint64_t, std::vector<std::pair<std::size_t, const Mark*>>> marks;
  for (const Verdict& verdict : verdicts) {
    for (const Mark& mark : verdict.marks)
      marks[mark.sequence].push_back({out.verdicts.size(), &mark});
    out.verdicts.push_back(report_verdict(verdict));
  }
  for (const Event* const event : events) {
    take_client_end(*event, out);
    const std::string octets = octets_of(*event, secrets);
    const auto guilty = marks.find(event->sequence);
    out.lines.push_back(line_of(*event, octets, guilty != marks.end()));
    if (guilty == marks.end()) continue;
    for (const auto& [index, mark] : guilty->second) {
      out.verdicts[index].marks.push_back(mark_of(*mark, octets));
    }
  }
  return out;
}

std::vector<Summed> summed(const Report& report) {
  std::map<std::string, Summed> by_id;
  for (std::size_t i = 0; i < report.cases.size(); ++i) {
    const auto& verdicts = report.cases[i].verdicts;
    for (std::size_t j = 0; j < verdicts.size(); ++j) {
      const auto [found, is_new] = by_id.try_emplace(verdicts[j].id);
      Summed& sum = found->second;
      const Outcome outcome = verdicts[j].outcome;
      if (outcome == Outcome::pass) ++sum.passed;
      if (outcome == Outcome::warn) ++sum.warned;
      if (outcome == Outcome::fail || outcome == Outcome::error) ++sum.failed;
      if (!is_new && rank(outcome) <= rank(sum.outcome)) continue;
      sum.id = verdicts[j].id;
      sum.outcome = outcome;
      sum.case_index = i;
      sum.verdict_index = j;
    }
  }
  std::vector<Summed> out;
  for (const Requirement& one : catalogue()) {
    const auto found = by_id.find(one.id);
    if (found == by_id.end()) continue;
    out.push_back(std::move(found->second));
    by_id.erase(found);
  }
  for (auto& [id, sum] : by_id) out.push_back(std::move(sum));
  return out;
}

}  // namespace postiche::judge
