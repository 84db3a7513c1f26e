// SPDX-License-Identifier: MIT
#pragma once
// Line endings of files, which are not those of mail.

#include <string>
#include <string_view>

namespace postiche::mail {

// Each LF becomes CRLF, but for one that is a CRLF already; a CR alone stays (RFC 5322 sec 2.3
// forbids it, but it ends no line).
std::string with_crlf(std::string_view text);
// The same, behind what is in `out`.
void append_with_crlf(std::string_view text, std::string& out);

}  // namespace postiche::mail
