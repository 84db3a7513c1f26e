// SPDX-License-Identifier: MIT
#pragma once
// What the subcommands share that run a client many times over: each run is one of this program's
// own `run`, and leaves its report in a file.

#include <string>
#include <vector>

#include "harness/cli/profile_flags.h"
#include "harness/cli/report_flags.h"

namespace postiche::cli {

struct ManyRunsFlags {
  std::vector<std::string> client;
  unsigned jobs = 1;
  std::string timeout;  // of each run, in real time
  std::string message, name, colour = "auto";
  ProfileFlags profile;
  ReportFlags reports;
};

void add_many_runs_flags(CLI::App& command, ManyRunsFlags& flags);

// The words of one run, behind the program's name; `more` are flags that it has besides.
std::vector<std::string> words_of_run(const ManyRunsFlags& flags, const std::string& scenario,
                                      const std::string& json,
                                      const std::vector<std::string>& more);

}  // namespace postiche::cli
