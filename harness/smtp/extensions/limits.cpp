// SPDX-License-Identifier: MIT
// LIMITS: how much a session and a transaction may have, said before it is too much. Whatever the
// line says is kept to: answers_to_mail.cpp. RFC 9422.

#include "harness/smtp/extensions/list.h"

namespace postiche::smtp::extensions {

// As Settings::max_recipients has it, where nobody says otherwise.
constinit const Extension limits = {.keyword = "LIMITS", .line = "LIMITS RCPTMAX=1000"};

}  // namespace postiche::smtp::extensions
