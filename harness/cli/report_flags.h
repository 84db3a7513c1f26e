// SPDX-License-Identifier: MIT
#pragma once
// Reports as files: --json, and what may join it.

#include <string>
#include <vector>

#include "harness/cli/profile_flags.h"
#include "harness/judge/report/report.h"

namespace CLI {
class App;
}

namespace postiche::cli {

struct ReportFlags {
  std::string json;
};

void add_report_flags(CLI::App& command, ReportFlags& flags);

// A report without cases on this client, as of now.
judge::Report begin_report(const std::vector<std::string>& client, const ProfileFlags& profile);
// False when the reason why one could not be written has been printed.
bool write_reports(const ReportFlags& flags, const std::vector<judge::Report>& reports);

}  // namespace postiche::cli
