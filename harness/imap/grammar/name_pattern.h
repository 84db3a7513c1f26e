// SPDX-License-Identifier: MIT
#pragma once
// The patterns of LIST: "*" is any text, "%" any text within a level. RFC 9051 sec 6.3.9.

#include <string_view>

namespace postiche::imap {

// Takes no longer than the product of their lengths. INBOX is one word whatever its capitals.
bool matches(std::string_view pattern, std::string_view name);

}  // namespace postiche::imap
