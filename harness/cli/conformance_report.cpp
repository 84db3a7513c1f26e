// SPDX-License-Identifier: MIT
#include "harness/cli/conformance_report.h"

#include <algorithm>
#include <map>

#include "harness/cli/report.h"

namespace postiche::cli {
namespace {

using judge::Outcome;

constexpr std::size_t bar_width = 24;

std::string case_text(const judge::ReportCase& one) {
  return one.scenario + (one.name.empty() ? "" : " [" + one.name + "]");
}

void print_one(const Terminal& terminal, const judge::Report& report, const judge::Summed& sum) {
  const judge::ReportCase& one = report.cases[sum.case_index];
  const judge::ReportVerdict& verdict = one.verdicts[sum.verdict_index];
  terminal.line("  " + tinted_outcome(terminal, sum.outcome) + " " + verdict.id +
                (verdict.source.empty() ? "" : "  " + verdict.source));
  terminal.line(std::string(13, ' ') + verdict.measured);
  terminal.line(std::string(13, ' ') + "in " + case_text(one));
}

bool is_told(Outcome outcome) {
  return outcome == Outcome::fail || outcome == Outcome::warn || outcome == Outcome::error;
}

}  // namespace

Progress::Progress(const Terminal& terminal, std::size_t all) : terminal_(terminal), all_(all) {
  draw("");
}

void Progress::done(const std::string& what) {
  ++done_;
  draw(what);
}

void Progress::clear() { terminal_.overwrite(""); }

void Progress::draw(const std::string& what) {
  const std::size_t filled = all_ == 0 ? 0 : bar_width * done_ / all_;
  terminal_.overwrite("[" + std::string(filled, '#') + std::string(bar_width - filled, ' ') + "] " +
                      std::to_string(done_) + "/" + std::to_string(all_) + " " + what);
}

void print_conformance(const Terminal& terminal, const judge::Report& report) {
  terminal.line(report.client + " (role " + report.role + ", TLS " + report.tls + ")");
  std::map<Outcome, std::size_t> counts;
  for (const judge::Summed& sum : judge::summed(report)) {
    ++counts[sum.outcome];
    if (is_told(sum.outcome)) print_one(terminal, report, sum);
  }
  const auto bad = std::count_if(report.cases.begin(), report.cases.end(),
                                 [](const auto& one) { return !one.has_ended_well; });
  if (bad > 0) terminal.line("  the client crashed or hung in " + std::to_string(bad) + " cases");
  std::string line = "postiche: " + std::to_string(report.cases.size()) + " cases";
  for (const auto& [outcome, count] : counts) {
    line += ", " + std::to_string(count) + " " + std::string(judge::name(outcome));
  }
  terminal.line(line);
}

}  // namespace postiche::cli
