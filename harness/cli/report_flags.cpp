// SPDX-License-Identifier: MIT
#include "harness/cli/report_flags.h"

#include <CLI/CLI.hpp>
#include <chrono>

#include "harness/base/time.h"
#include "harness/cli/terminal.h"

namespace postiche::cli {
void add_report_flags(CLI::App& command, ReportFlags& flags) {
  command.add_option("--json", flags.json, "write the report as JSON")
      ->type_name("FILE")
      ->envname("POSTICHE_JSON");
}

judge::Report begin_report(const std::vector<std::string>& client, const ProfileFlags& profile) {
  judge::Report report;
  for (const std::string& word : client) report.client += (report.client.empty() ? "" : " ") + word;
  report.postiche = POSTICHE_VERSION;
  report.role = profile.role;
  report.tls = profile.tls;
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now);
  report.started = to_text(VirtualTime{seconds.count() * 1'000'000'000});
  return report;
}

bool write_reports(const ReportFlags& flags, const std::vector<judge::Report>& reports) {
  if (flags.json.empty()) return true;
  return write_text(flags.json, judge::to_json(reports.front()), "the report");
}

}  // namespace postiche::cli
