// SPDX-License-Identifier: MIT
#pragma once
// ENVELOPE as a server writes it: RFC 9051 sec 7.5.2.

#include <string>

#include "harness/imap/encoding.h"
#include "harness/mail/envelope.h"

namespace postiche::imap {

void append_envelope(std::string& out, const mail::Envelope& envelope, Encoding encoding);

}  // namespace postiche::imap
