// SPDX-License-Identifier: MIT
// postiche conform: one client against all conformance scenarios of a protocol, in one report.

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iterator>
#include <memory>
#include <set>

#include "harness/cli/baseline.h"
#include "harness/cli/commands.h"
#include "harness/cli/conformance_report.h"
#include "harness/cli/flags.h"
#include "harness/cli/many_runs.h"
#include "harness/cli/pool.h"
#include "harness/cli/scratch.h"

namespace postiche::cli {
namespace {

using Entry = scenario::Library::Entry;

struct ConformFlags {
  ManyRunsFlags runs;
  std::string protocol;
  std::vector<std::string> only, skip, tags;
  std::string baseline;
};

bool lists(const std::vector<std::string>& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool share(const std::vector<std::string>& some, const std::vector<std::string>& others) {
  return std::any_of(some.begin(), some.end(),
                     [&](const std::string& one) { return lists(others, one); });
}

// By id of the scenario or of what it judges.
bool is_named(const std::vector<std::string>& words, const Entry& entry) {
  return lists(words, entry.id) || lists(words, entry.name) || share(words, entry.expects);
}

// What the profile says that the client is not, nobody can judge.
bool is_fair(const Entry& entry, const judge::Profile& profile) {
  const bool keeps_tls = profile.tls == judge::TlsProfile::required;
  if (lists(entry.needs, "tls-required") && !keeps_tls) return false;
  if (lists(entry.needs, "cleartext") && keeps_tls) return false;
  if (lists(entry.needs, "one-shot") && profile.has_queue()) return false;
  return !lists(entry.needs, "queue") || profile.has_queue();
}

std::vector<Entry> chosen(const ConformFlags& flags) {
  std::vector<Entry> out;
  const std::string folder = "conformance/" + flags.protocol + "/";
  for (Entry& entry : library().list()) {
    if (!entry.name.starts_with(folder)) continue;
    if (!flags.only.empty() && !is_named(flags.only, entry)) continue;
    if (is_named(flags.skip, entry) || share(flags.skip, entry.tags)) continue;
    if (!is_fair(entry, flags.runs.profile.profile())) continue;
    if (!flags.tags.empty() && !share(flags.tags, entry.tags)) continue;
    out.push_back(std::move(entry));
  }
  return out;
}

// What the run of one scenario has left; a case that is our fault where it left nothing.
void take(const Entry& entry, const std::string& json, const std::string& said,
          judge::Report& report) {
  auto cases = cases_left_in(json);
  if (!cases.empty()) {
    std::move(cases.begin(), cases.end(), std::back_inserter(report.cases));
    return;
  }
  judge::ReportCase broken;
  broken.scenario = entry.id;
  broken.title = entry.title;
  broken.output = said;
  judge::ReportVerdict verdict;
  verdict.id = "run";
  verdict.outcome = judge::Outcome::error;
  verdict.says = "the client is run against the scenario";
  verdict.measured = said.empty() ? "it could not be run" : said;
  broken.verdicts.push_back(std::move(verdict));
  report.cases.push_back(std::move(broken));
}

std::string known_protocols() { return "smtp, lmtp, imap or pop3"; }

int conform(const ConformFlags& flags) {
  const Signals signals;
  const auto baseline = Baseline::load(flags.baseline);
  if (!baseline) return could_not_run;
  keep_report_environment();
  const auto entries = chosen(flags);
  if (entries.empty()) {
    const bool narrowed = !flags.only.empty() || !flags.skip.empty() || !flags.tags.empty();
    complain(narrowed ? "no conformance scenario is left by --only, --skip and --tags"
                      : "there are no conformance scenarios for '" + flags.protocol + "'; write " +
                            known_protocols());
    return could_not_run;
  }
  Scratch scratch;
  const Terminal errors(stderr, colour_named(flags.runs.colour));
  Progress progress(errors, entries.size());
  judge::Report report = begin_report(flags.runs.client, flags.runs.profile, flags.runs.name);
  std::vector<Job> jobs;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const auto json = scratch.file(std::to_string(i) + ".json");
    const auto log = scratch.file(std::to_string(i) + ".log");
    if (!json || !log) {
      complain("there is no room for temporary files");
      return could_not_run;
    }
    jobs.push_back({words_of_run(flags.runs, entries[i].path, *json, {}), *json, *log});
  }
  const bool whole = run_jobs(jobs, flags.runs.jobs, signals,
                              [&](std::size_t i) { progress.done(entries[i].id); });
  progress.clear();
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (!jobs[i].has_ended) continue;
    take(entries[i], jobs[i].result, jobs[i].said(), report);
  }
  const Terminal terminal(stdout, colour_named(flags.runs.colour));
  print_conformance(terminal, report);
  baseline->print(terminal, report);
  if (!write_reports(flags.runs.reports, {report}) || !whole) return could_not_run;
  const judge::Outcome worst = baseline->left(report).worst();
  if (worst == judge::Outcome::error) return could_not_run;
  return worst == judge::Outcome::fail ? failed : passed;
}

}  // namespace

void add_conform(CLI::App& program, int& status) {
  auto flags = std::make_shared<ConformFlags>();
  CLI::App* const command = program.add_subcommand(
      "conform", "run a client against all that a protocol asks of clients, and report");
  command->add_option("protocol", flags->protocol, known_protocols())
      ->required()
      ->check(CLI::IsMember({"smtp", "lmtp", "imap", "pop3"}));
  flags->runs.timeout = "60s";
  add_many_runs_flags(*command, flags->runs);
  const auto add_list = [&](const char* flag, std::vector<std::string>& words, const char* what) {
    command->add_option(flag, words, what)
        ->type_name("ID,...")
        ->delimiter(',')
        ->allow_extra_args(false)
        ->take_all();
  };
  add_list("--only", flags->only, "only scenarios of these ids, or that judge these requirements");
  add_list("--skip", flags->skip, "not these, nor those with such a tag");
  add_list("--tags", flags->tags, "only scenarios with one of these tags");
  add_baseline_flag(*command, flags->baseline);
  command->footer(
      "In the client's arguments {smtp.host}, {smtp.port}, {imap.port}, {ca}, {message}, {sender}, "
      "{recipient}, {user}, {password} and {folder} are filled in, as by 'run'.\n"
      "Exit status: 0 nothing failed, 1 something did, 2 could not run.\n\n"
      "  postiche conform smtp -j 2 -- curl {smtp.url} --mail-from {sender} --mail-rcpt "
      "{recipient} --upload-file {message}");
  command->callback([flags, &status] { status = conform(*flags); });
}

}  // namespace postiche::cli
