// SPDX-License-Identifier: MIT
#pragma once
// Modified UTF-7, in which mailbox names were written before UTF-8: RFC 3501 sec 5.1.3.

#include <optional>
#include <string>
#include <string_view>

namespace postiche::imap {

// Nothing where `text` is not what to_modified_utf7() makes of some name.
std::optional<std::string> to_utf8(std::string_view text);
// Nothing where `text` is not UTF-8.
std::optional<std::string> to_modified_utf7(std::string_view text);

}  // namespace postiche::imap
