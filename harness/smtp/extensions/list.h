// SPDX-License-Identifier: MIT
#pragma once
// The extensions, one file each.

#include "harness/smtp/extensions.h"

namespace postiche::smtp {

extern const Extension pipelining;             // pipelining.cpp
extern const Extension size;                   // size.cpp
extern const Extension eight_bit_mime;         // eight_bit_mime.cpp
extern const Extension enhanced_status_codes;  // enhanced_status_codes.cpp
extern const Extension smtputf8;               // smtputf8.cpp
extern const Extension help;                   // help.cpp
extern const Extension expn;                   // expn.cpp
extern const Extension vrfy;                   // vrfy.cpp

}  // namespace postiche::smtp
