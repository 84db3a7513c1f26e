// SPDX-License-Identifier: MIT
#pragma once
// A message as it travels: the envelope, the content exactly as it was sent, and how it came.

#include <cstdint>
#include <string>
#include <vector>

#include "harness/base/rope.h"
#include "harness/base/time.h"

namespace postiche::mail {

struct Message {
  std::uint64_t id = 0;  // the store's; from 1
  std::string reverse_path;
  std::vector<std::string> recipients;
  std::vector<std::string> parameters;            // of MAIL, "SIZE=1000"
  std::vector<std::string> recipient_parameters;  // one a recipient, joined by spaces
  Rope content;
  VirtualTime received_at;
  std::uint64_t connection = 0;
  std::string helo;
  std::string client;  // address of the client as text
};

}  // namespace postiche::mail
