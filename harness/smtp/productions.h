// SPDX-License-Identifier: MIT
#pragma once
// The commands of extensions: each eats its argument, which has no white space around it.

#include <string_view>

#include "harness/mail/findings.h"
#include "harness/smtp/command.h"

namespace postiche::smtp {

void parse_bdat(std::string_view argument, Command& command, mail::Findings& findings);
void parse_auth(std::string_view argument, Command& command, mail::Findings& findings);

}  // namespace postiche::smtp
