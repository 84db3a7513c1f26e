// SPDX-License-Identifier: MIT
#include "harness/engine/clock.h"

#include <cmath>

namespace postiche::engine {

VirtualTime VirtualClock::at(Instant now) const {
  const Duration passed = now - anchor_;
  if (speed_ == 1.0) return start_ + passed;
  return start_ + Duration{std::llround(static_cast<double>(passed.ns) * speed_)};
}

Instant VirtualClock::real(VirtualTime time) const {
  if (time.is_never()) return Instant::never();
  const Duration ahead = time - start_;
  if (speed_ == 1.0) return anchor_ + ahead;
  if (speed_ <= 0.0) return ahead.ns <= 0 ? anchor_ : Instant::never();
  const double real_ns = std::ceil(static_cast<double>(ahead.ns) / speed_);
  if (real_ns > 9e18) return Instant::never();
  Instant due = anchor_ + Duration{static_cast<std::int64_t>(real_ns)};
  // at() rounds too: never wake a nanosecond early and spin.
  while (at(due) < time) ++due.ns;
  return due;
}

void VirtualClock::set_speed(double speed, Instant now) {
  start_ = at(now);
  anchor_ = now;
  speed_ = speed;
}

}  // namespace postiche::engine
