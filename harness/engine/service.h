// SPDX-License-Identifier: MIT
#pragma once
// What a listener speaks, by the name that scenarios and command lines give it.

#include <string_view>

#include "harness/scenario/protocol.h"
#include "harness/smtp/mode.h"

namespace postiche::engine {

struct Service {
  scenario::Protocol protocol = scenario::Protocol::smtp;
  smtp::Mode mode = smtp::Mode::smtp;  // of SMTP and LMTP
  bool tls_first = false;              // from the first octet
};

// A name that nobody knows is SMTP.
Service service_of(std::string_view name);

}  // namespace postiche::engine
