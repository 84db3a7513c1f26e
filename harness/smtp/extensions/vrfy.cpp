// SPDX-License-Identifier: MIT
// VRFY may be offered, but every server has it, offered or not (RFC 5321 sec 3.5.2, 4.5.1): so no
// command comes with this line.

#include "harness/smtp/extensions/list.h"

namespace postiche::smtp {

constinit const Extension vrfy = {"VRFY", "", 0, Verb::unknown, {}};

}  // namespace postiche::smtp
