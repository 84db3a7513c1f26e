// SPDX-License-Identifier: MIT
// Capabilities that bring no command: what they promise is kept elsewhere.

#include "harness/pop3/extensions/list.h"

namespace postiche::pop3::extensions {

// Response codes stand in brackets: RFC 2449 sec 6.4. Server says none where this is not offered.
constinit const Extension resp_codes = {.keyword = "RESP-CODES", .line = "RESP-CODES"};

// [AUTH] where the user is to be asked again: RFC 3206 sec 6.
constinit const Extension auth_resp_code = {.keyword = "AUTH-RESP-CODE", .line = "AUTH-RESP-CODE"};

// Several commands may come at once: RFC 2449 sec 6.6.
constinit const Extension pipelining = {.keyword = "PIPELINING", .line = "PIPELINING"};

// What is left on the server stays there: RFC 2449 sec 6.7.
constinit const Extension expire = {.keyword = "EXPIRE", .line = "EXPIRE NEVER"};

// Seconds between logins: RFC 2449 sec 6.5. Knowledge::comes_too_soon tells who does.
constinit const Extension login_delay = {
    .keyword = "LOGIN-DELAY", .line = "LOGIN-DELAY 60", .usual = false};

// Who wrote the server: RFC 2449 sec 6.9.
constinit const Extension implementation = {.keyword = "IMPLEMENTATION",
                                            .line = "IMPLEMENTATION Postiche"};

}  // namespace postiche::pop3::extensions
