// SPDX-License-Identifier: MIT
#pragma once
// Mail that is to be brought to somebody, and how.

#include <string>
#include <vector>

#include "harness/smtp/client.h"

namespace postiche::engine {

struct Errand {
  std::string address;  // whom to call; empty: on the connection at hand
  std::vector<std::string> queues;
  smtp::Client::Misdeeds misdeeds;
};

}  // namespace postiche::engine
