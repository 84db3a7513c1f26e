// SPDX-License-Identifier: MIT
#pragma once
// The client under test as a child process.

#include <sys/types.h>

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "harness/base/result.h"
#include "harness/base/time.h"
#include "harness/cli/signals.h"

namespace postiche::cli {

struct ClientEnd {
  std::optional<int> status;  // exit status
  int signal = 0;             // that killed it
  bool timed_out = false;     // killed by us
  bool interrupted = false;   // the user ended the run
  bool finished = false;      // ended by us, since the scenario's run was over
  std::string output;         // where it was wanted: the end of what it wrote, both streams

  std::string text() const;  // "exited with status 1"
};

// Replaces {smtp.port} and the like; an unknown name in braces stays as it is, since it may be the
// client's own.
std::string fill_in(const std::string& text, const std::map<std::string, std::string>& values);

// Starts `words` with `environment` added to ours and waits for its end; after `timeout` it is
// killed. With `keep_output` what it writes goes through us, so it has no terminal. Once `is_over`,
// where there is one, it may take its leave, then it is told to go, then it is killed. Error: it
// cannot be started.
Result<ClientEnd> run_client(const std::vector<std::string>& words,
                             const std::map<std::string, std::string>& environment,
                             const Signals& signals, Duration timeout, bool keep_output,
                             const std::function<bool()>& is_over);

}  // namespace postiche::cli
