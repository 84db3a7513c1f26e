// SPDX-License-Identifier: MIT
#pragma once
// What a scenario says about a check of the catalogue.

#include <string>

#include "harness/base/result.h"

namespace postiche::scenario {

struct CheckPolicy {
  enum class How { enforce, skip, downgrade };
  std::string id;  // "smtp.data.dot-stuffing"
  How how = How::enforce;
  std::string reason;  // required but for enforce
  Place place;
};

}  // namespace postiche::scenario
