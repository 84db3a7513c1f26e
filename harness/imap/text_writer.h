// SPDX-License-Identifier: MIT
#pragma once
// Strings as a server writes them: RFC 9051 sec 4.3. Each function appends to `out`. Whatever the
// octets are, what is written is of the grammar; what it has no place for is put into another form.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "harness/base/rope.h"
#include "harness/imap/encoding.h"

namespace postiche::imap {

void append_number(std::string& out, std::uint64_t number);

// Quoted where that can be, else a literal: UTF-8 is quoted for those alone who want it so, RFC
// 6855 sec 3. A NUL, which neither may hold, becomes an octet that is no text in any case, so that
// counts stay as they are: RFC 9051 sec 4.3.1.
void append_string(std::string& out, std::string_view text, Encoding encoding);
// NIL where there is none.
void append_nstring(std::string& out, const std::optional<std::string>& text, Encoding encoding);
// An atom where that can be: names of header fields.
void append_astring(std::string& out, std::string_view text, Encoding encoding);

// A literal, or "" of nothing. What is beyond the end is left out.
void append_literal(std::string& out, const Rope& octets, Range range);
// literal8 where there is a NUL, else a literal: RFC 3516 sec 4.2.
void append_binary(std::string& out, std::string_view octets);

}  // namespace postiche::imap
