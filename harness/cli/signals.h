// SPDX-License-Identifier: MIT
#pragma once
// Signals taken one at a time, where they are expected, instead of in handlers.

#include <csignal>
#include <initializer_list>
#include <optional>

#include "harness/base/time.h"

namespace postiche::cli {

// Blocks SIGINT, SIGTERM, SIGCHLD and more in this thread and all that it starts, so make it first.
class Signals {
 public:
  explicit Signals(std::initializer_list<int> more = {});
  // The next of them; nothing when `timeout` passes first.
  std::optional<int> wait(Duration timeout) const;
  // As it was before: for the client that is started.
  const sigset_t& mask_before() const { return before_; }

 private:
  sigset_t mine_{}, before_{};
};

}  // namespace postiche::cli
