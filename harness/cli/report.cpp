// SPDX-License-Identifier: MIT
#include "harness/cli/report.h"

#include <algorithm>

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

std::string padded(std::string text, std::size_t width) {
  text.resize(std::max(width, text.size()), ' ');
  return text;
}

std::string counted(std::uint64_t count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

}  // namespace

void print_verdicts(const Terminal& terminal, const std::vector<judge::Verdict>& verdicts) {
  std::size_t width = 0;
  for (const judge::Verdict& verdict : verdicts) width = std::max(width, verdict.id.size());
  for (const judge::Verdict& verdict : verdicts) {
    const std::string outcome = padded(std::string(name(verdict.outcome)), 10);
    const std::string& sentence = verdict.says.empty() ? verdict.measured : verdict.says;
    terminal.line("  " + terminal.tinted(tone_for(verdict.outcome), outcome) + " " +
                  padded(verdict.id, width) + "  " + sentence);
    const bool met = verdict.outcome == judge::Outcome::pass;
    if (met || verdict.says.empty()) continue;
    terminal.line(std::string(15 + width, ' ') + verdict.measured);
  }
}

void print_summary(const Terminal& terminal, const server::Server& server) {
  const server::Summary summary = server.summary();
  terminal.line("  " + counted(summary.connections, "connection") + ", " +
                counted(summary.commands, "command") + ", " + counted(summary.messages, "message") +
                " accepted");
  for (const auto& [rule, fired] : summary.rules) {
    terminal.line("  rule '" + rule + "' spoke " +
                  (fired == 0 ? std::string("never") : counted(fired, "time")));
  }
  if (!server.record_file().empty()) terminal.line("  transcript: " + server.record_file());
}

bool print_troubles(const server::Server& server) {
  const auto troubles = server.troubles();
  for (const Error& trouble : troubles) complain(trouble.text());
  return !troubles.empty();
}

}  // namespace postiche::cli
