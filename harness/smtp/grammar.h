// SPDX-License-Identifier: MIT
#pragma once
// A command line becomes a Command. Total: any bytes give a command, and what was odd in them is
// named. Knows nothing of order, offers or replies.

#include <string>
#include <string_view>

#include "harness/smtp/command.h"

namespace postiche::smtp {

// `line` is without its line ending and must outlive the command. Deviations, those of
// mail::parse_path() and mail::check_domain() apart:
//   let through  leading-white-space, trailing-white-space, extra-white-space, tab-as-space,
//                control-character, 8bit-in-command, space-before-colon, space-after-colon,
//                extra-argument (EHLO, HELO, LHLO, QUIT)
//   refused      empty-line, garbled-verb, unknown-verb, nul-byte, missing-domain (EHLO),
//                missing-from, missing-to, text-after-path, bad-parameter,
//                empty-parameter-value, duplicate-parameter, unexpected-argument,
//                missing-argument, bad-chunk-size (BDAT), bad-mechanism-name (AUTH)
Command parse_command(std::string_view line);

// The command as a faultless client writes it; parsing that gives the same command.
std::string print(const Command& command);

}  // namespace postiche::smtp
