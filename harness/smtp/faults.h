// SPDX-License-Identifier: MIT
#pragma once
// What is said to a command whose syntax is wrong.

#include <string>

#include "harness/smtp/command.h"
#include "harness/smtp/reply.h"

namespace postiche::smtp {

// For a command that is not well formed, or whose verb is unknown.
Reply objection_to_syntax(const Command& command);

// To a parameter, or an attribute, whose value can't be taken: RFC 3463 sec 3.6.
Reply bad_value(std::string text);

// To an address beyond ASCII where it may not be.
Reply not_ascii();

}  // namespace postiche::smtp
