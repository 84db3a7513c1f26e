// SPDX-License-Identifier: MIT
#pragma once
// An earlier report of the client: what was found then is known, and fails nobody again.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "harness/cli/terminal.h"
#include "harness/judge/report/report.h"
#include "harness/judge/verdict.h"

namespace CLI {
class App;
}

namespace postiche::cli {

class Baseline {
 public:
  // Nothing is known without a file. No baseline when the reason why not has been printed.
  static std::optional<Baseline> load(const std::string& file);

  // The case of a scenario; `name` is that of a case of a matrix, or "".
  bool knows(const judge::ReportCase& one, const std::string& id, judge::Outcome outcome) const;
  // That the client crashed or hung.
  bool knows_end(const judge::ReportCase& one) const;

  // The verdicts that are not known.
  std::vector<judge::Verdict> left(const judge::ReportCase& one,
                                   const std::vector<judge::Verdict>& verdicts) const;
  // The report as if what is known had not been found.
  judge::Report left(const judge::Report& report) const;
  // Says which failures are known, and which are not; nothing without a file.
  void print(const Terminal& terminal, const judge::Report& report) const;

 private:
  bool is_set_ = false;
  std::map<std::string, std::set<std::string>> failed_, unshown_;  // ids, by case
  std::set<std::string> ended_badly_;
};

void add_baseline_flag(CLI::App& command, std::string& file);

}  // namespace postiche::cli
