// SPDX-License-Identifier: MIT
#pragma once
// The value of BY, which FUTURERELEASE has to know as well.

#include <cstdint>
#include <optional>
#include <string_view>

namespace postiche::smtp::extensions {

struct DeliverBy {
  std::int64_t seconds = 0;
  bool returns = false;  // what comes too late comes back; else it is only told of
};

// Nothing where `value` is none.
std::optional<DeliverBy> parse_deliver_by(std::string_view value);

}  // namespace postiche::smtp::extensions
