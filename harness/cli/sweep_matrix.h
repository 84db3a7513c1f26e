// SPDX-License-Identifier: MIT
#pragma once
// The matrix of points and faults that people read.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "harness/cli/terminal.h"
#include "harness/judge/report/report.h"
#include "harness/sweep/cells.h"
#include "harness/sweep/outcome.h"

namespace postiche::cli {

// The case of a run with one cell, by the cell's name, with a verdict on what the fault led to.
void take_case(const std::string& json, const std::string& name, sweep::Outcome outcome,
               judge::Report& report);

class SweepMatrix {
 public:
  SweepMatrix(const std::vector<sweep::Point>& points, const std::vector<sweep::Cell>& cells)
      : points_(points), cells_(cells) {}

  void take(std::size_t cell, sweep::Outcome outcome) { outcomes_[cell] = outcome; }
  // A row for each point, a column for each fault; then the worst, by name.
  void print(const Terminal& terminal) const;
  bool is_good() const;

 private:
  void print_row(const Terminal& terminal, std::size_t point, std::size_t width) const;
  void print_worst(const Terminal& terminal) const;

  const std::vector<sweep::Point>& points_;
  const std::vector<sweep::Cell>& cells_;
  std::map<std::size_t, sweep::Outcome> outcomes_;  // by cell
};

}  // namespace postiche::cli
