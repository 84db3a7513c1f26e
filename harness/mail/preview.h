// SPDX-License-Identifier: MIT
#pragma once
// The beginning of what a message says, in one line: RFC 8970.

#include <string>

#include "harness/base/rope.h"
#include "harness/mail/outline.h"

namespace postiche::mail {

// In UTF-8, no more than 256 characters (RFC 8970 sec 3.1): of the first text/plain that is not
// attached and says something, else of the first text/html; "" where there is none. Looks at some
// kilobytes of a part, and at some parts.
std::string preview_of(const Rope& message, const Outline& outline);

}  // namespace postiche::mail
