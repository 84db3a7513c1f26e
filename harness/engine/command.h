// SPDX-License-Identifier: MIT
#pragma once
// A command of any protocol: for whatever keeps commands without looking into them. Who looks is
// the flow of the protocol.

#include <variant>

#include "harness/imap/command.h"
#include "harness/pop3/command.h"
#include "harness/smtp/command.h"

namespace postiche::engine {

using Command = std::variant<smtp::Command, pop3::Command, imap::Command>;

}  // namespace postiche::engine
