// SPDX-License-Identifier: MIT
// postiche judge: the verdicts on saved transcripts, the same that the live runs had.

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>

#include "harness/cli/baseline.h"
#include "harness/cli/commands.h"
#include "harness/cli/files.h"
#include "harness/cli/flags.h"
#include "harness/cli/profile_flags.h"
#include "harness/cli/report.h"
#include "harness/cli/report_flags.h"
#include "harness/judge/checks.h"
#include "harness/judge/expectations.h"
#include "harness/scenario/matrix.h"
#include "harness/transcript/json_lines.h"

namespace postiche::cli {
namespace {

namespace fs = std::filesystem;
// What the client was to send, octet for octet.
using Sent = std::optional<std::string>;

struct JudgeFlags {
  std::vector<std::string> paths;
  std::vector<std::string> settings;
  std::string name;
  std::string message;  // file of the letter that was to be sent
  std::string colour = "auto";
  ProfileFlags profile;
  ReportFlags reports;
  std::string baseline;
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

// As it was played: from its file, if that is still there, with its parameters. What the caller
// sets goes before them.
scenario::ScenarioPtr load_played(const transcript::Header& header, const JudgeFlags& flags) {
  std::vector<std::string> settings;
  for (const auto& [name, value] : header.with) settings.push_back(name + "=" + value);
  settings.insert(settings.end(), flags.settings.begin(), flags.settings.end());
  std::error_code fault;
  const bool is_there = fs::is_regular_file(header.file, fault);
  const auto loaded = load(is_there ? header.file : header.scenario, settings);
  if (!loaded) return nullptr;
  if (!loaded->scenario) print(loaded->diagnostics, colour_named(flags.colour));
  return loaded->scenario;
}

int judge_file(const JudgeFlags& flags, const Baseline& baseline, const std::string& path,
               const Sent& letter, judge::Report& report) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) {
    complain("cannot read the transcript '" + path + "'");
    return could_not_run;
  }
  transcript::Transcript record;
  const auto read = transcript::read_json_lines(stream, path, record);
  if (!read) {
    complain(read.error().text());
    return could_not_run;
  }
  const auto scenario = load_played(read->header, flags);
  if (!scenario) return could_not_run;
  const std::string name = scenario::name_of(scenario->parameters, scenario->matrix);
  const Terminal terminal(stdout, colour_named(flags.colour));
  terminal.line(path + ": " + scenario->id + (name.empty() ? "" : " [" + name + "]"));
  if (read->cut_short) terminal.line("  its last line is not whole: the writer was killed");
  auto verdicts = judge::judge(*scenario, record.events());
  const auto checks =
      judge::judge_client(flags.profile.profile(), scenario->checks, record.events(), letter);
  print_verdicts(terminal, verdicts);
  print_checks(terminal, checks);
  verdicts.insert(verdicts.end(), checks.begin(), checks.end());
  report.cases.push_back(
      judge::report_case(*scenario, name, verdicts, record.events(), transcript::Secrets::masked));
  const auto left = baseline.left(report.cases.back(), verdicts);
  return std::any_of(left.begin(), left.end(), is_failed) ? failed : passed;
}

// No letter where none is named; false when the reason why it cannot be read has been printed.
bool read_letter(const std::string& path, Sent& letter) {
  if (path.empty()) return true;
  letter = read_named(path, "the letter");
  return letter.has_value();
}

int judge_all(const JudgeFlags& flags) {
  Sent letter;
  if (!read_letter(flags.message, letter)) return could_not_run;
  const auto baseline = Baseline::load(flags.baseline);
  if (!baseline) return could_not_run;
  judge::Report report = begin_report(flags.paths, flags.profile, flags.name);
  int worst = passed;
  for (const std::string& path : flags.paths) {
    const auto files = files_of(path);
    if (files.empty()) return could_not_run;
    for (const std::string& file : files)
      worst = std::max(worst, judge_file(flags, *baseline, file, letter, report));
  }
  baseline->print(Terminal(stdout, colour_named(flags.colour)), report);
  return write_reports(flags.reports, {report}) ? worst : could_not_run;
}

}  // namespace

void add_judge(CLI::App& program, int& status) {
  auto flags = std::make_shared<JudgeFlags>();
  CLI::App* const command =
      program.add_subcommand("judge", "judge saved transcripts, as `run --record` writes them");
  command->add_option("transcript", flags->paths, "files, or folders of them")->required();
  command
      ->add_option("--set", flags->settings,
                   "parameters of the scenario, instead of those that it was played with")
      ->type_name("NAME=VALUE")
      ->take_all();
  add_profile_flags(*command, flags->profile);
  command->add_option("--message", flags->message, "the letter that the client was to send")
      ->type_name("FILE")
      ->envname("POSTICHE_MESSAGE");
  command->add_option("--name", flags->name, "what the report calls the client");
  add_report_flags(*command, flags->reports);
  add_baseline_flag(*command, flags->baseline);
  add_colour_flag(*command, flags->colour);
  command->footer("Exit status: 0 nothing failed, 1 something did, 2 could not judge.");
  command->callback([flags, &status] { status = judge_all(*flags); });
}

}  // namespace postiche::cli
