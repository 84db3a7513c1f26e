// SPDX-License-Identifier: MIT
#pragma once
// What a fault led to, and the matrix of points and faults that people read.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/cli/sweep_cells.h"
#include "harness/cli/terminal.h"
#include "harness/judge/report/report.h"

namespace postiche::cli {

// From harmless to worst.
enum class SweepOutcome {
  fine,           // the mail is there once, or what was fetched is; the client says so
  told,           // it went wrong, and the client says so
  unknowable,     // nobody could know whether the mail was there
  false_failure,  // the mail is there, and the client says that it failed
  altered,
  hung,
  crashed,
  duplicated,
  lost,
};

SweepOutcome outcome_of(const std::vector<const transcript::Event*>& events);
bool has_told_success(const std::vector<const transcript::Event*>& events);
// The case of a run with one cell, by the cell's name.
void take_case(const std::string& json, const std::string& name, judge::Report& report);

class SweepMatrix {
 public:
  SweepMatrix(const std::vector<SweepPoint>& points, const std::vector<SweepCell>& cells)
      : points_(points), cells_(cells) {}

  void take(std::size_t cell, SweepOutcome outcome) { outcomes_[cell] = outcome; }
  // A row for each point, a column for each fault; then the worst, by name.
  void print(const Terminal& terminal) const;
  bool is_good() const;

 private:
  void print_row(const Terminal& terminal, std::size_t point, std::size_t width) const;
  void print_worst(const Terminal& terminal) const;

  const std::vector<SweepPoint>& points_;
  const std::vector<SweepCell>& cells_;
  std::map<std::size_t, SweepOutcome> outcomes_;  // by cell
};

}  // namespace postiche::cli
