// SPDX-License-Identifier: MIT
// EXPN, which has to be offered where it is to be had (RFC 5321 sec 3.5.2); the honest server knows
// no lists and offers none. Where a scenario offers it, each account is a list of one.

#include "harness/smtp/extensions/list.h"

namespace postiche::smtp::extensions {

constinit const Extension expn = {
    .keyword = "EXPN", .usual = {.offered = false}, .verb = Verb::expn, .answer = answer_vrfy};

}  // namespace postiche::smtp::extensions
