// SPDX-License-Identifier: MIT
// postiche judge: the verdicts on saved transcripts, the same that the live runs had.

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>

#include "harness/cli/commands.h"
#include "harness/cli/flags.h"
#include "harness/cli/profile_flags.h"
#include "harness/cli/report.h"
#include "harness/judge/checks.h"
#include "harness/judge/delivery.h"
#include "harness/judge/expectations.h"
#include "harness/transcript/json_lines.h"

namespace postiche::cli {
namespace {

namespace fs = std::filesystem;

struct JudgeFlags {
  std::vector<std::string> paths;
  std::vector<std::string> settings;
  std::string colour = "auto";
  ProfileFlags profile;
};

// The files that `path` means: itself, or every transcript in that folder, by name.
std::vector<std::string> files_of(const std::string& path) {
  std::error_code fault;
  if (!fs::is_directory(path, fault)) return {path};
  std::vector<std::string> files;
  fs::directory_iterator entry(path, fault);
  for (; !fault && entry != fs::directory_iterator(); entry.increment(fault)) {
    if (entry->path().extension() == ".jsonl") files.push_back(entry->path().string());
  }
  std::sort(files.begin(), files.end());
  if (files.empty()) complain("there is no transcript (*.jsonl) in the folder '" + path + "'");
  return files;
}

bool is_failed(const judge::Verdict& verdict) {
  return verdict.outcome == judge::Outcome::fail || verdict.outcome == judge::Outcome::error;
}

int judge_file(const JudgeFlags& flags, const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) {
    complain("cannot read the transcript '" + path + "'");
    return could_not_run;
  }
  transcript::Transcript record;
  const auto head = transcript::read_json_lines(stream, path, record);
  if (!head) {
    complain(head.error().text());
    return could_not_run;
  }
  const auto loaded = load(head->scenario, flags.settings);
  if (!loaded || !loaded->scenario) return could_not_run;
  const Terminal terminal(stdout, colour_named(flags.colour));
  terminal.line(path + ": " + loaded->scenario->id);
  if (head->cut_short) terminal.line("  its last line is not whole: the writer was killed");
  const auto verdicts = judge::judge(*loaded->scenario, record.events());
  auto checks =
      judge::judge_checks(flags.profile.profile(), loaded->scenario->checks, record.events());
  if (auto delivery = judge::judge_delivery(record.events(), std::nullopt)) {
    checks.insert(checks.begin(), *std::move(delivery));
  }
  print_verdicts(terminal, verdicts);
  print_checks(terminal, checks);
  const bool bad = std::any_of(verdicts.begin(), verdicts.end(), is_failed) ||
                   std::any_of(checks.begin(), checks.end(), is_failed);
  return bad ? failed : passed;
}

int judge_all(const JudgeFlags& flags) {
  int worst = passed;
  for (const std::string& path : flags.paths) {
    const auto files = files_of(path);
    if (files.empty()) return could_not_run;
    for (const std::string& file : files) worst = std::max(worst, judge_file(flags, file));
  }
  return worst;
}

}  // namespace

void add_judge(CLI::App& program, int& status) {
  auto flags = std::make_shared<JudgeFlags>();
  CLI::App* const command =
      program.add_subcommand("judge", "judge saved transcripts, as `run --record` writes them");
  command->add_option("transcript", flags->paths, "files, or folders of them")->required();
  command->add_option("--set", flags->settings, "the parameters that the scenario was played with")
      ->type_name("NAME=VALUE")
      ->take_all();
  add_profile_flags(*command, flags->profile);
  add_colour_flag(*command, flags->colour);
  command->footer("Exit status: 0 nothing failed, 1 something did, 2 could not judge.");
  command->callback([flags, &status] { status = judge_all(*flags); });
}

}  // namespace postiche::cli
