// SPDX-License-Identifier: MIT
#pragma once
// The world's virtual clock: follows real time at a speed and can be moved forward. Never asks what
// time it is; the real instant is an argument.

#include "harness/base/time.h"

namespace postiche::engine {

class VirtualClock {
 public:
  // At real instant `anchor` the virtual time is `start`. `speed` is virtual seconds per real
  // second; 0 freezes the clock.
  VirtualClock(VirtualTime start, double speed, Instant anchor)
      : start_(start), anchor_(anchor), speed_(speed) {}

  VirtualTime at(Instant now) const;
  // The first real instant at which at() is not before `time`; never when frozen.
  Instant real(VirtualTime time) const;

  void advance(Duration by) { start_ = start_ + by; }
  void set_speed(double speed, Instant now);
  double speed() const { return speed_; }

 private:
  VirtualTime start_;
  Instant anchor_;
  double speed_;
};

}  // namespace postiche::engine
