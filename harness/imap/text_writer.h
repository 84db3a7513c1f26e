// SPDX-License-Identifier: MIT
#pragma once
// Numbers and literals as a server writes them: RFC 9051 sec 4.3. All append; strings.h has what
// else there is. A NUL, which no literal may hold, becomes an octet that is no text in any case, so
// that counts stay as they are: RFC 9051 sec 4.3.1.

#include <cstdint>
#include <string>
#include <string_view>

#include "harness/base/rope.h"
#include "harness/imap/strings.h"

namespace postiche::imap {

void append_number(std::string& out, std::uint64_t number);

// A literal, or "" of nothing. What is beyond the end is left out.
void append_literal(std::string& out, const Rope& octets, Range range);
// literal8 where there is a NUL, else a literal: RFC 3516 sec 4.2.
void append_binary(std::string& out, std::string_view octets);

}  // namespace postiche::imap
