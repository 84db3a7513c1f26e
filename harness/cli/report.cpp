// SPDX-License-Identifier: MIT
#include "harness/cli/report.h"

#include <algorithm>

#include "harness/base/ascii.h"

namespace postiche::cli {
namespace {

Tone tone_for(judge::Outcome outcome) {
  switch (outcome) {
    case judge::Outcome::pass:
      return Tone::good;
    case judge::Outcome::fail:
    case judge::Outcome::error:
      return Tone::bad;
    case judge::Outcome::warn:
    case judge::Outcome::unresolved:
      return Tone::caution;
    default:
      return Tone::plain;
  }
}

// Lines behind the first one stand under it.
void print_indented(const Terminal& terminal, const std::string& indent, std::string_view lines) {
  for (const std::string_view line : ascii::split(lines, '\n')) {
    terminal.line(indent + std::string(line));
  }
}

bool is_bad(judge::Outcome outcome) {
  return outcome == judge::Outcome::fail || outcome == judge::Outcome::warn ||
         outcome == judge::Outcome::error;
}

std::string counted(std::uint64_t count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

}  // namespace

std::string tinted_outcome(const Terminal& terminal, judge::Outcome outcome) {
  return terminal.tinted(tone_for(outcome), padded(std::string(name(outcome)), 10));
}

void print_verdicts(const Terminal& terminal, const std::vector<judge::Verdict>& verdicts) {
  std::size_t width = 0;
  for (const judge::Verdict& verdict : verdicts) width = std::max(width, verdict.id.size());
  for (const judge::Verdict& verdict : verdicts) {
    const bool met = verdict.outcome == judge::Outcome::pass;
    // What the author wrote is what holds when all is well: said alone beside FAIL, it misleads.
    std::string sentence = verdict.measured;
    if (!verdict.says.empty()) sentence = (met ? "" : "wanted: ") + verdict.says;
    terminal.line("  " + tinted_outcome(terminal, verdict.outcome) + " " +
                  padded(verdict.id, width) + "  " + sentence);
    if (met || verdict.says.empty()) continue;
    print_indented(terminal, std::string(15 + width, ' '), verdict.measured);
  }
}

void print_checks(const Terminal& terminal, const std::vector<judge::Verdict>& verdicts) {
  std::size_t met = 0;
  std::string first;
  for (const judge::Verdict& verdict : verdicts) {
    if (verdict.outcome == judge::Outcome::pass) ++met;
    const bool bad = is_bad(verdict.outcome);
    if (!bad) continue;
    if (first.empty()) first = verdict.id;
    terminal.line("    " + tinted_outcome(terminal, verdict.outcome) + " " + verdict.id + "  " +
                  verdict.source);
    terminal.line(std::string(15, ' ') + verdict.measured);
  }
  if (verdicts.empty()) return;
  const std::size_t judged = static_cast<std::size_t>(
      std::count_if(verdicts.begin(), verdicts.end(), [](const judge::Verdict& verdict) {
        return verdict.outcome == judge::Outcome::pass || is_bad(verdict.outcome);
      }));
  std::string line = "  standards: " + std::to_string(met) + " of " +
                     counted(judged, "requirement") + " met that this run could show";
  if (!first.empty()) line += "; more by: postiche explain " + first;
  terminal.line(line);
}

void print_summary(const Terminal& terminal, const server::Server& server, bool all) {
  const server::Summary summary = server.summary();
  terminal.line("  " + counted(summary.connections, "connection") + ", " +
                counted(summary.commands, "command") + ", " + counted(summary.messages, "message") +
                " accepted");
  // Text that did nothing is shown even to those who did not ask.
  for (const server::CoverageView& one : summary.coverage()) {
    if (one.times > 0 && !all) continue;
    const std::string line = "  " + one.place.text() + ": " + one.name + " " + one.text;
    terminal.line(one.times > 0 ? line : terminal.tinted(Tone::caution, line));
  }
  if (!server.record_file().empty()) terminal.line("  transcript: " + server.record_file());
}

void settle(const server::Server& server) {
  constexpr Duration patience = Duration::seconds(2);
  server.wait_for_sessions(server.summary().connections, patience);
}

bool print_troubles(const server::Server& server) {
  const auto troubles = server.troubles();
  for (const Error& trouble : troubles) complain(trouble.text());
  return !troubles.empty();
}

}  // namespace postiche::cli
