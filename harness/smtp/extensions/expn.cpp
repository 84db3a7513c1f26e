// SPDX-License-Identifier: MIT
// EXPN, which has to be offered where it is to be had (RFC 5321 sec 3.5.2); the honest server knows
// no lists and offers none.

#include "harness/smtp/extensions/list.h"

namespace postiche::smtp {

constinit const Extension expn = {"EXPN", "", 0, Verb::expn, {}};

}  // namespace postiche::smtp
