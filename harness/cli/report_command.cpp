// SPDX-License-Identifier: MIT
// postiche report: saved reports as a page, or several clients side by side.

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "harness/cli/commands.h"
#include "harness/cli/conformance_report.h"
#include "harness/cli/flags.h"
#include "harness/cli/report.h"
#include "harness/cli/report_flags.h"

namespace postiche::cli {
namespace {

struct CompareFlags {
  std::vector<std::string> files;
  ReportFlags reports;
  bool all = false;
  std::string colour = "auto";
};

// "FAIL      PASS      UNRESOLVED  smtp.quit.before-closing"
void print_row(const Terminal& terminal, const judge::Compared& row) {
  std::string line = "  ";
  for (const auto& cell : row.cells)
    line += tinted_outcome(terminal, cell ? cell->outcome : judge::Outcome::unresolved) + "  ";
  terminal.line(line + row.id);
}

void print_comparison(const Terminal& terminal, const std::vector<judge::Report>& reports,
                      bool all) {
  for (std::size_t i = 0; i < reports.size(); ++i)
    terminal.line("  column " + std::to_string(i + 1) + ": " + reports[i].client);
  const auto rows = judge::compared(reports);
  std::size_t differing = 0;
  for (const judge::Compared& row : rows) {
    if (row.differs) ++differing;
    if (row.differs || all) print_row(terminal, row);
  }
  terminal.line("postiche: " + std::to_string(reports.size()) + " clients differ in " +
                std::to_string(differing) + " of " + std::to_string(rows.size()) + " requirements");
}

int compare(const CompareFlags& flags) {
  std::vector<judge::Report> reports;
  for (const std::string& file : flags.files) {
    auto report = read_report_file(file);
    if (!report) return could_not_run;
    reports.push_back(*std::move(report));
  }
  if (reports.size() > 1 && !(flags.reports.json.empty() && flags.reports.junit.empty())) {
    complain("--json and --junit hold one client; give one report, or write --html");
    return could_not_run;
  }
  const Terminal terminal(stdout, colour_named(flags.colour));
  if (reports.size() == 1) {
    print_conformance(terminal, reports.front());
  } else {
    print_comparison(terminal, reports, flags.all);
  }
  return write_reports(flags.reports, reports) ? passed : could_not_run;
}

}  // namespace

void add_report(CLI::App& program, int& status) {
  auto flags = std::make_shared<CompareFlags>();
  CLI::App* const command =
      program.add_subcommand("report", "show saved reports, one or several clients side by side");
  command->add_option("report", flags->files, "files that --json wrote, one a client")->required();
  add_report_flags(*command, flags->reports);
  command->add_flag("--all", flags->all, "show also those requirements in which all are alike");
  add_colour_flag(*command, flags->colour);
  command->footer(
      "Exit status: 0 whatever the reports say, 2 could not read or write.\n\n"
      "  postiche report curl.json msmtp.json swaks.json --html clients.html");
  command->callback([flags, &status] { status = compare(*flags); });
}

}  // namespace postiche::cli
