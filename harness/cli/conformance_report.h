// SPDX-License-Identifier: MIT
#pragma once
// What a person sees of a conformance run: how far it is, and then what was found.

#include <cstddef>
#include <string>

#include "harness/cli/terminal.h"
#include "harness/judge/report/report.h"

namespace postiche::cli {

// A bar that stays on one line of a terminal; nothing in a pipe.
class Progress {
 public:
  Progress(const Terminal& terminal, std::size_t all);
  void done(const std::string& what);
  void clear();

 private:
  void draw(const std::string& what);

  const Terminal& terminal_;
  std::size_t all_, done_ = 0;
};

// Each requirement that was not met, with its source and the case that shows it; then the sums.
void print_conformance(const Terminal& terminal, const judge::Report& report);

}  // namespace postiche::cli
