// SPDX-License-Identifier: MIT
#include "harness/cli/baseline.h"

#include <CLI/CLI.hpp>

#include "harness/cli/report_flags.h"

namespace postiche::cli {
namespace {

using judge::Outcome;

std::string key_of(const judge::ReportCase& one) { return one.scenario + " [" + one.name + "]"; }

bool has(const std::map<std::string, std::set<std::string>>& all, const judge::ReportCase& one,
         const std::string& id) {
  const auto found = all.find(key_of(one));
  return found != all.end() && found->second.contains(id);
}

// "3 known failures: a, b (2 cases)"
std::string listed(const std::map<std::string, std::size_t>& ids, const std::string& what) {
  std::size_t all = 0;
  std::string names;
  for (const auto& [id, times] : ids) {
    all += times;
    names += (names.empty() ? "" : ", ") + id;
    if (times > 1) names += " (" + std::to_string(times) + " cases)";
  }
  return std::to_string(all) + " " + what + (all == 1 ? " failure" : " failures") +
         (names.empty() ? "" : ": " + names);
}

constexpr const char* end_name = "the client's end";

}  // namespace

std::optional<Baseline> Baseline::load(const std::string& file) {
  Baseline out;
  if (file.empty()) return out;
  const auto report = read_report_file(file);
  if (!report) return std::nullopt;
  out.is_set_ = true;
  for (const judge::ReportCase& one : report->cases) {
    if (!one.has_ended_well) out.ended_badly_.insert(key_of(one));
    for (const judge::ReportVerdict& verdict : one.verdicts) {
      if (verdict.outcome == Outcome::fail) out.failed_[key_of(one)].insert(verdict.id);
      if (verdict.outcome == Outcome::unresolved) out.unshown_[key_of(one)].insert(verdict.id);
    }
  }
  return out;
}

bool Baseline::knows(const judge::ReportCase& one, const std::string& id, Outcome outcome) const {
  if (outcome == Outcome::fail) return has(failed_, one, id);
  // What failed and now does not arise is no worse.
  return outcome == Outcome::unresolved && (has(failed_, one, id) || has(unshown_, one, id));
}

bool Baseline::knows_end(const judge::ReportCase& one) const {
  return ended_badly_.contains(key_of(one));
}

std::vector<judge::Verdict> Baseline::left(const judge::ReportCase& one,
                                           const std::vector<judge::Verdict>& verdicts) const {
  std::vector<judge::Verdict> out;
  for (const judge::Verdict& verdict : verdicts) {
    if (!knows(one, verdict.id, verdict.outcome)) out.push_back(verdict);
  }
  return out;
}

judge::Report Baseline::left(const judge::Report& report) const {
  judge::Report out;
  for (const judge::ReportCase& one : report.cases) {
    judge::ReportCase& copy = out.cases.emplace_back();
    copy.has_ended_well = one.has_ended_well || knows_end(one);
    for (const judge::ReportVerdict& verdict : one.verdicts) {
      if (!knows(one, verdict.id, verdict.outcome)) copy.verdicts.push_back(verdict);
    }
  }
  return out;
}

void Baseline::print(const Terminal& terminal, const judge::Report& report) const {
  if (!is_set_) return;
  std::map<std::string, std::size_t> known, fresh;
  for (const judge::ReportCase& one : report.cases) {
    if (!one.has_ended_well) ++(knows_end(one) ? known : fresh)[end_name];
    for (const judge::ReportVerdict& verdict : one.verdicts) {
      if (verdict.outcome != Outcome::fail) continue;
      ++(knows(one, verdict.id, verdict.outcome) ? known : fresh)[verdict.id];
    }
  }
  terminal.line("  " + listed(known, "known"));
  terminal.line("  " + listed(fresh, "new"));
}

void add_baseline_flag(CLI::App& command, std::string& file) {
  command
      .add_option("--baseline", file,
                  "an earlier report, from --json: what failed there does not count")
      ->type_name("FILE")
      ->envname("POSTICHE_BASELINE");
}

}  // namespace postiche::cli
