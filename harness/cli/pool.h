// SPDX-License-Identifier: MIT
#pragma once
// Runs of this program itself, several at once, each with what it says in a file.

#include <sys/types.h>

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "harness/cli/signals.h"

namespace postiche::cli {

struct Job {
  std::vector<std::string> words;  // behind the program's name
  std::string result;              // the file that it leaves what it found in
  std::string log;                 // the file that has what it says
  pid_t process = 0;
  bool has_ended = false;

  // The last line that it said.
  std::string said() const;
};

// Runs all, `most` at a time, and calls done(index) as each ends. False where it was interrupted,
// or this program cannot be started: what was running is told to go.
bool run_jobs(std::vector<Job>& jobs, unsigned most, const Signals& signals,
              const std::function<void(std::size_t)>& done);

}  // namespace postiche::cli
