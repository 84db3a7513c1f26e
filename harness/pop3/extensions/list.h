// SPDX-License-Identifier: MIT
#pragma once
// Every capability that there is.

#include "harness/pop3/extensions.h"

namespace postiche::pop3::extensions {

extern const Extension top, uidl, user, sasl, stls, utf8, lang;
// These only tell.
extern const Extension resp_codes, auth_resp_code, pipelining, expire, login_delay, implementation;

}  // namespace postiche::pop3::extensions
