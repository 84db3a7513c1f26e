// SPDX-License-Identifier: MIT
#include "harness/cli/signals.h"

#include <ctime>

namespace postiche::cli {

Signals::Signals(std::initializer_list<int> more) {
  sigemptyset(&mine_);
  for (const int signal : {SIGINT, SIGTERM, SIGCHLD}) sigaddset(&mine_, signal);
  for (const int signal : more) sigaddset(&mine_, signal);
  pthread_sigmask(SIG_BLOCK, &mine_, &before_);
}

std::optional<int> Signals::wait(Duration timeout) const {
  const timespec limit{static_cast<std::time_t>(timeout.ns / 1'000'000'000),
                       static_cast<long>(timeout.ns % 1'000'000'000)};
  const int signal = sigtimedwait(&mine_, nullptr, &limit);
  if (signal < 0) return std::nullopt;
  return signal;
}

}  // namespace postiche::cli
