// SPDX-License-Identifier: MIT
#pragma once
// Python's reference to a run: what was seen of it, its mailboxes and its clock.

#include <cstdint>
#include <string>

#include "harness/base/result.h"
#include "harness/base/time.h"
#include "harness/server/evidence.h"

namespace postiche::bindings {

class Run {
 public:
  virtual ~Run() = default;
  // Throws what Python raises where it cannot be had any more.
  virtual const server::Evidence& evidence() const = 0;
  virtual Result<std::uint32_t> deliver(const server::Parcel& parcel) = 0;
  virtual VirtualTime virtual_now() const = 0;
  virtual void advance_clock(Duration by) = 0;
  virtual void reset() = 0;
  virtual void answer_call(const server::HookCall& call, const std::string& json,
                           const std::string& problem) = 0;
};

}  // namespace postiche::bindings
