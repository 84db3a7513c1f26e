// SPDX-License-Identifier: MIT
// HELP, which RFC 5321 sec 4.1.1.8 says a server should have; taken out of the offer, it is gone.

#include "harness/smtp/extensions/list.h"

namespace postiche::smtp {

constinit const Extension help = {"HELP", "HELP", 0, Verb::help, {}};

}  // namespace postiche::smtp
