// SPDX-License-Identifier: MIT
#pragma once
// What the client and the server have agreed on, as far as octets of names and strings go.

#include <cstdint>

namespace postiche::imap {

// How names of mailboxes are written: RFC 3501 sec 5.1.3, or, once UTF8=ACCEPT or IMAP4rev2 is
// enabled, RFC 9051 sec 5.1.
enum class Encoding : std::uint8_t { modified_utf7, utf8 };

}  // namespace postiche::imap
