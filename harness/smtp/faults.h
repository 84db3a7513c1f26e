// SPDX-License-Identifier: MIT
#pragma once
// What is said to a command whose syntax is wrong.

#include "harness/smtp/command.h"
#include "harness/smtp/reply.h"

namespace postiche::smtp {

// For a command that is not well formed, or whose verb is unknown.
Reply objection_to_syntax(const Command& command);

}  // namespace postiche::smtp
