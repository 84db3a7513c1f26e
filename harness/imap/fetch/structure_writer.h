// SPDX-License-Identifier: MIT
#pragma once
// BODY and BODYSTRUCTURE as a server writes them: RFC 9051 sec 7.5.2.

#include <cstdint>
#include <string>

#include "harness/imap/encoding.h"
#include "harness/mail/opened_message.h"

namespace postiche::imap {

// BODY tells less: what RFC 9051 sec 7.5.2 calls extension data is left out.
enum class Extensions : std::uint8_t { told, left_out };

void append_structure(std::string& out, mail::OpenedMessage& message, Extensions extensions,
                      Encoding encoding);

}  // namespace postiche::imap
