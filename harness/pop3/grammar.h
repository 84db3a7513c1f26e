// SPDX-License-Identifier: MIT
#pragma once
// A command line becomes a Command. Total: any bytes give a command, and what was odd in them is
// named. Knows nothing of order, offers or replies.

#include <string>
#include <string_view>

#include "harness/pop3/command.h"

namespace postiche::pop3 {

// `line` is without its line ending and must outlive the command. Deviations:
//   let through  leading-white-space, trailing-white-space, extra-white-space, tab-as-space,
//                control-character, 8bit-in-command, space-in-password, leading-zeros,
//                upper-case-digest (APOP), extra-argument (QUIT)
//   refused      empty-line, garbled-verb, unknown-verb, nul-byte, missing-argument,
//                unexpected-argument, bad-number, bad-digest (APOP), bad-mechanism-name (AUTH),
//                bad-language-tag (LANG)
Command parse_command(std::string_view line);

// The command as a faultless client writes it; parsing that gives the same command.
std::string print(const Command& command);

}  // namespace postiche::pop3
