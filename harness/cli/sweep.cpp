// SPDX-License-Identifier: MIT
// postiche sweep: a client against one fault at each point of a conversation.

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>

#include "harness/cli/commands.h"
#include "harness/cli/conformance_report.h"
#include "harness/cli/files.h"
#include "harness/cli/flags.h"
#include "harness/cli/many_runs.h"
#include "harness/cli/pool.h"
#include "harness/cli/scratch.h"
#include "harness/cli/sweep_matrix.h"
#include "harness/sweep/cells.h"
#include "harness/sweep/outcome.h"
#include "harness/transcript/json_lines.h"

namespace postiche::cli {
namespace {

namespace fs = std::filesystem;

struct SweepFlags {
  ManyRunsFlags runs;
  std::string scenario;
  std::vector<std::string> settings;
  std::string stall = "2s", save;
};

// One run of the client, and what is left of it.
struct Run {
  std::string scenario;  // name or file
  std::vector<std::string> settings;
  std::string record, json, log;
};

std::vector<std::string> words_for(const SweepFlags& flags, const Run& run) {
  std::vector<std::string> more{"--record", run.record, "--show-secrets"};
  for (const std::string& setting : run.settings) more.insert(more.end(), {"--set", setting});
  return words_of_run(flags.runs, run.scenario, run.json, more);
}

// The transcript that a run has left in its folder. False where there is none to be read.
bool read_record(const std::string& folder, transcript::Transcript& record) {
  std::error_code fault;
  for (const auto& entry : fs::directory_iterator(folder, fault)) {
    std::ifstream stream(entry.path(), std::ios::binary);
    return transcript::read_json_lines(stream, entry.path().string(), record).operator bool();
  }
  return false;
}

std::optional<Run> make_run(Scratch& scratch, const std::string& name) {
  const auto record = scratch.file(name + ".record"), json = scratch.file(name + ".json"),
             log = scratch.file(name + ".log");
  std::error_code fault;
  if (record) fs::create_directory(*record, fault);
  if (record && !fault) return Run{"", {}, *record, *json, *log};
  complain("there is no room for temporary files");
  return std::nullopt;
}

// The conversation as it goes without any fault. Nothing when the reason why not has been printed.
std::optional<std::vector<sweep::Point>> learn(const SweepFlags& flags, Scratch& scratch,
                                               const Signals& signals) {
  auto run = make_run(scratch, "honest");
  if (!run) return std::nullopt;
  run->scenario = flags.scenario;
  run->settings = flags.settings;
  std::vector<Job> jobs{{words_for(flags, *run), run->json, run->log}};
  if (!run_jobs(jobs, 1, signals, [](std::size_t) {})) return std::nullopt;
  transcript::Transcript record;
  const bool is_read = read_record(run->record, record);
  auto points = is_read ? sweep::points_of(record.events()) : std::vector<sweep::Point>();
  const bool has_succeeded = is_read && sweep::has_told_success(record.events());
  if (!points.empty() && has_succeeded) return points;
  complain(points.empty() ? "the client had no conversation that could be swept: " + jobs[0].said()
                          : "the client fails without any fault; sweep one that succeeds");
  return std::nullopt;
}

// What cells call the scenario: by name where the library has it, else by its whole path.
std::string base_of(const std::string& scenario) {
  const auto path = library().find(scenario);
  std::error_code fault;
  const bool is_file = fs::is_regular_file(scenario, fault);
  return is_file && path ? fs::absolute(*path, fault).string() : scenario;
}

bool save(const SweepFlags& flags, const std::vector<sweep::Cell>& cells) {
  if (flags.save.empty()) return true;
  std::error_code fault;
  fs::create_directories(flags.save, fault);
  return std::all_of(cells.begin(), cells.end(), [&](const sweep::Cell& cell) {
    return write_text(flags.save + "/" + cell.id + ".yaml", cell.yaml, "the cell");
  });
}

int sweep_client(const SweepFlags& flags) {
  const Signals signals;
  keep_report_environment();
  Scratch scratch;
  const auto stall = parse_duration(flags.stall);
  if (!stall) {
    complain("'" + flags.stall + "' is no time; write --stall 2s");
    return could_not_run;
  }
  const auto points = learn(flags, scratch, signals);
  if (!points) return could_not_run;
  const auto cells = sweep::cells_of(*points, base_of(flags.scenario), *stall);
  if (!save(flags, cells)) return could_not_run;
  std::vector<Run> runs;
  std::vector<Job> jobs;
  for (const sweep::Cell& cell : cells) {
    auto run = make_run(scratch, cell.id);
    const auto file = scratch.file(cell.id + ".yaml");
    if (!run || !write_text(*file, cell.yaml, "a cell")) return could_not_run;
    run->scenario = *file;
    jobs.push_back({words_for(flags, *run), run->json, run->log});
    runs.push_back(*std::move(run));
  }
  const Terminal errors(stderr, colour_named(flags.runs.colour));
  Progress progress(errors, cells.size());
  const bool whole =
      run_jobs(jobs, flags.runs.jobs, signals, [&](std::size_t i) { progress.done(cells[i].id); });
  progress.clear();
  SweepMatrix matrix(*points, cells);
  judge::Report report = begin_report(flags.runs.client, flags.runs.profile, flags.runs.name);
  for (std::size_t i = 0; i < cells.size(); ++i) {
    transcript::Transcript record;
    if (!jobs[i].has_ended || !read_record(runs[i].record, record)) continue;
    const sweep::Outcome outcome = sweep::outcome_of(record.events());
    matrix.take(i, outcome);
    take_case(runs[i].json, cells[i].id, outcome, report);
  }
  matrix.print(Terminal(stdout, colour_named(flags.runs.colour)));
  if (!write_reports(flags.runs.reports, {report}) || !whole) return could_not_run;
  return matrix.is_good() ? passed : failed;
}

}  // namespace

void add_sweep(CLI::App& program, int& status) {
  auto flags = std::make_shared<SweepFlags>();
  CLI::App* const command = program.add_subcommand(
      "sweep", "run a client again and again, with one fault at each point of its conversation");
  command->add_option("scenario", flags->scenario, "what goes well without a fault")->required();
  flags->runs.jobs = 2;
  flags->runs.timeout = "10s";
  add_many_runs_flags(*command, flags->runs);
  command->add_option("--set", flags->settings, "give a parameter of the scenario another value")
      ->type_name("NAME=VALUE")
      ->expected(1)
      ->allow_extra_args(false)
      ->take_all();
  command->add_option("--stall", flags->stall, "how long a reply that never comes is waited for")
      ->type_name("TIME")
      ->capture_default_str();
  command->add_option("--save", flags->save, "write each cell as a scenario into this folder")
      ->type_name("FOLDER");
  command->footer(
      "Exit status: 0 no mail was lost or doubled, and the client never hung or crashed; 1 it was, "
      "or did; 2 could not run.\n\n"
      "  postiche sweep honest -- python3 send.py {smtp.host} {smtp.port} {message}");
  command->callback([flags, &status] { status = sweep_client(*flags); });
}

}  // namespace postiche::cli
