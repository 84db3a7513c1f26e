// SPDX-License-Identifier: MIT
#pragma once
// What a listener speaks, by the name that scenarios and command lines give it.

#include <string_view>

#include "harness/smtp/mode.h"

namespace postiche::engine {

struct Service {
  smtp::Mode mode = smtp::Mode::smtp;
  bool tls_first = false;  // from the first octet
};

// A name that nobody knows is SMTP.
Service service_of(std::string_view name);

}  // namespace postiche::engine
