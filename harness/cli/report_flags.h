// SPDX-License-Identifier: MIT
#pragma once
// Reports as files: --json, --junit and --html; and --baseline, an earlier one to compare with.

#include <optional>
#include <string>
#include <vector>

#include "harness/cli/profile_flags.h"
#include "harness/judge/report/report.h"

namespace CLI {
class App;
}

namespace postiche::cli {

struct ReportFlags {
  std::string json, junit, html;
};

void add_report_flags(CLI::App& command, ReportFlags& flags);

// A report without cases on this client, as of now; where it has no name it is called by its words.
judge::Report begin_report(const std::vector<std::string>& client, const ProfileFlags& profile,
                           const std::string& name = "");
// Nothing when the reason why it could not be read has been printed.
std::optional<judge::Report> read_report_file(const std::string& path);
// The cases that a run of this program has left in a file; none where it left nothing to be read.
std::vector<judge::ReportCase> cases_left_in(const std::string& path);
// False when the reason why one could not be written has been printed. Several reports make one
// page; the other forms hold one.
bool write_reports(const ReportFlags& flags, const std::vector<judge::Report>& reports);
// What the environment says of reports is for this process, not for those that it starts.
void keep_report_environment();

}  // namespace postiche::cli
