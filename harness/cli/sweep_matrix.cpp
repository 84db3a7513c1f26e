// SPDX-License-Identifier: MIT
#include "harness/cli/sweep_matrix.h"

#include <algorithm>
#include <array>

#include "harness/cli/report_flags.h"

namespace postiche::cli {
namespace {

using sweep::Outcome;

struct OutcomeWords {
  std::string_view cell, sentence;
  Tone tone;
};
// In the order of Outcome.
constexpr std::array<OutcomeWords, 9> outcome_words{{
    {"ok", "all is well", Tone::good},
    {"told", "the client said that it failed", Tone::plain},
    {"?", "nobody could know whether the mail was there", Tone::dim},
    {"false", "the mail was there, and the client said that it failed", Tone::caution},
    {"alter", "the mail was altered", Tone::bad},
    {"HUNG", "the client hung", Tone::bad},
    {"CRASH", "the client crashed", Tone::bad},
    {"TWICE", "the mail was there twice", Tone::bad},
    {"LOST", "the mail was lost, and the client said that all is well", Tone::bad},
}};

const OutcomeWords& words_of(Outcome outcome) {
  return outcome_words[static_cast<std::size_t>(outcome)];
}

constexpr std::size_t sweep_column = 11;

judge::Outcome graded(Outcome outcome) {
  if (sweep::is_bad(outcome)) return judge::Outcome::fail;
  if (outcome == Outcome::false_failure) return judge::Outcome::warn;
  return outcome == Outcome::unknowable ? judge::Outcome::info : judge::Outcome::pass;
}

judge::ReportVerdict verdict_on(Outcome outcome) {
  judge::ReportVerdict verdict;
  verdict.id = "sweep";
  verdict.outcome = graded(outcome);
  verdict.level = "must";
  verdict.says = "no mail is lost or doubled, and the client neither hangs nor crashes";
  verdict.measured =
      std::string(sweep::name(outcome)) + ": " + std::string(words_of(outcome).sentence);
  return verdict;
}

}  // namespace

void take_case(const std::string& json, const std::string& name, Outcome outcome,
               judge::Report& report) {
  for (judge::ReportCase& one : cases_left_in(json)) {
    one.name = name;
    one.verdicts.insert(one.verdicts.begin(), verdict_on(outcome));
    report.cases.push_back(std::move(one));
  }
}

bool SweepMatrix::is_good() const {
  return std::all_of(outcomes_.begin(), outcomes_.end(),
                     [](const auto& one) { return !sweep::is_bad(one.second); });
}

void SweepMatrix::print_row(const Terminal& terminal, std::size_t point, std::size_t width) const {
  std::string line = padded(points_[point].text(), width);
  for (const std::string_view fault : sweep::faults()) {
    std::string cell = "-";
    Tone tone = Tone::dim;
    for (const auto& [index, outcome] : outcomes_) {
      if (cells_[index].point != point || cells_[index].fault != fault) continue;
      cell = words_of(outcome).cell;
      tone = words_of(outcome).tone;
    }
    line += terminal.tinted(tone, padded(cell, sweep_column));
  }
  terminal.line(line);
}

void SweepMatrix::print_worst(const Terminal& terminal) const {
  std::vector<std::pair<Outcome, std::size_t>> bad;
  for (const auto& [index, outcome] : outcomes_) {
    if (outcome >= Outcome::unknowable) bad.emplace_back(outcome, index);
  }
  std::stable_sort(bad.begin(), bad.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  for (const auto& [outcome, index] : bad) {
    const sweep::Cell& cell = cells_[index];
    terminal.line(
        "  " +
        terminal.tinted(words_of(outcome).tone, padded(std::string(words_of(outcome).cell), 6)) +
        " " + points_[cell.point].text() + ", " + std::string(cell.fault) + ": " +
        std::string(words_of(outcome).sentence) + " (" + cell.id + ")");
  }
}

void SweepMatrix::print(const Terminal& terminal) const {
  std::size_t width = 0;
  for (const sweep::Point& point : points_) width = std::max(width, point.text().size() + 2);
  std::string head(width, ' ');
  for (const std::string_view fault : sweep::faults())
    head += padded(std::string(fault), sweep_column);
  terminal.line(head);
  for (std::size_t i = 0; i < points_.size(); ++i) print_row(terminal, i, width);
  print_worst(terminal);
  terminal.line(
      "postiche: " + std::to_string(outcomes_.size()) + " runs, " +
      (is_good() ? "nothing lost, doubled, hung or crashed" : "not all of them ended well"));
}

}  // namespace postiche::cli
