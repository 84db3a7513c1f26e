// SPDX-License-Identifier: MIT
#include "harness/cli/report_flags.h"

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdlib>

#include "harness/base/time.h"
#include "harness/cli/files.h"
#include "harness/cli/terminal.h"

namespace postiche::cli {

void add_report_flags(CLI::App& command, ReportFlags& flags) {
  const auto add = [&](const char* flag, std::string& file, const char* what,
                       const char* variable) {
    command.add_option(flag, file, what)->type_name("FILE")->envname(variable);
  };
  add("--json", flags.json, "write the report as JSON", "POSTICHE_JSON");
  add("--junit", flags.junit, "write the report as JUnit XML", "POSTICHE_JUNIT");
  add("--html", flags.html, "write the report as a page", "POSTICHE_HTML");
}

judge::Report begin_report(const std::vector<std::string>& client, const ProfileFlags& profile,
                           const std::string& name) {
  judge::Report report;
  for (const std::string& word : client) report.client += (report.client.empty() ? "" : " ") + word;
  if (!name.empty()) report.client = name;
  report.postiche = POSTICHE_VERSION;
  report.role = profile.role;
  report.tls = profile.tls;
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now);
  report.started = to_text(VirtualTime{seconds.count() * 1'000'000'000});
  return report;
}

std::optional<judge::Report> read_report_file(const std::string& path) {
  const auto text = read_named(path, "the report");
  if (!text) return std::nullopt;
  auto report = judge::read_report(*text, path);
  if (report) return *std::move(report);
  complain(report.error().text());
  return std::nullopt;
}

std::vector<judge::ReportCase> cases_left_in(const std::string& path) {
  const auto text = read_text(path);
  if (!text) return {};
  auto report = judge::read_report(*text, path);
  return report ? std::move(report->cases) : std::vector<judge::ReportCase>();
}

bool write_reports(const ReportFlags& flags, const std::vector<judge::Report>& reports) {
  if (!flags.json.empty() && !write_text(flags.json, judge::to_json(reports.front()), "the report"))
    return false;
  if (!flags.junit.empty() &&
      !write_text(flags.junit, judge::to_junit(reports.front()), "the report"))
    return false;
  return flags.html.empty() || write_text(flags.html, judge::to_html(reports), "the report");
}

void keep_report_environment() {
  for (const char* const name :
       {"POSTICHE_JSON", "POSTICHE_JUNIT", "POSTICHE_HTML", "POSTICHE_BASELINE"}) {
    ::unsetenv(name);
  }
}

}  // namespace postiche::cli
