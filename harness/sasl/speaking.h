// SPDX-License-Identifier: MIT
#pragma once
// What the client's side of a mechanism works with. For mechanisms/ only.

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "harness/sasl/knowledge.h"
#include "harness/sasl/mechanism.h"

namespace postiche::sasl {

struct Speaking {
  const Mechanism* mechanism;  // of the table
  Credentials credentials;
  bool satisfied = false;  // a success of the server may be believed
  std::string trouble;     // why the exchange is given up

  std::optional<std::string> give_up(std::string why) {
    trouble = std::move(why);
    satisfied = false;
    return std::nullopt;
  }
};

}  // namespace postiche::sasl
