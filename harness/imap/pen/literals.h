// SPDX-License-Identifier: MIT
#pragma once
// Octets of messages, and numbers, as a server writes them: RFC 9051 sec 4.3. All append.

#include <cstdint>
#include <string>
#include <string_view>

#include "harness/base/rope.h"

namespace postiche::imap {

void append_number(std::string& out, std::uint64_t number);
// `range` lies in `octets`; "" of nothing. A NUL, which a literal may not hold, becomes an octet
// that is no text either, so that counts stay as they are: RFC 9051 sec 4.3.1.
void append_literal(std::string& out, const Rope& octets, Range range);
// literal8 where there is a NUL, else the same: RFC 3516 sec 4.2.
void append_binary(std::string& out, std::string_view octets);

}  // namespace postiche::imap
