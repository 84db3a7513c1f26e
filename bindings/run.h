// SPDX-License-Identifier: MIT
#pragma once
// Python's reference to a run that can be asked what was seen.

#include "harness/server/evidence.h"

namespace postiche::bindings {

class Run {
 public:
  virtual ~Run() = default;
  // Throws what Python raises where it cannot be had any more.
  virtual const server::Evidence& evidence() const = 0;
};

}  // namespace postiche::bindings
