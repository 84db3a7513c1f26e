// SPDX-License-Identifier: MIT
#pragma once
// The extensions, one file each, and the answers that are to be had without them.

#include <string>
#include <string_view>

#include "harness/smtp/extensions.h"

namespace postiche::smtp::extensions {

extern const Extension pipelining;             // pipelining.cpp
extern const Extension size;                   // size.cpp
extern const Extension eight_bit_mime;         // eight_bit_mime.cpp
extern const Extension chunking;               // chunking.cpp
extern const Extension binary_mime;            // binary_mime.cpp
extern const Extension start_tls;              // start_tls.cpp
extern const Extension auth;                   // auth.cpp
extern const Extension enhanced_status_codes;  // enhanced_status_codes.cpp
extern const Extension smtputf8;               // smtputf8.cpp
extern const Extension help;                   // help.cpp
extern const Extension expn;                   // expn.cpp
extern const Extension vrfy;                   // vrfy.cpp

// BODY, for all extensions that have a value of it: eight_bit_mime.cpp.
std::optional<Reply> object_to_body(const Parameter& parameter, const Command& command,
                                    const Server& server);
// What EHLO says instead of an AUTH line where passwords need TLS; other lines as they are; ""
// where nothing is left: auth.cpp.
std::string without_passwords(std::string_view line);
// VRFY, which every server has: vrfy.cpp.
Reply answer_vrfy(const Command& command, const Server& server);

}  // namespace postiche::smtp::extensions
