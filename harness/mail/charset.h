// SPDX-License-Identifier: MIT
#pragma once
// Text in any charset becomes UTF-8, by what the C library knows. Total: octets that are no text
// become U+FFFD, and a charset that nobody knows is an answer.

#include <optional>
#include <string>
#include <string_view>

namespace postiche::mail {

// Nothing where the charset is not known. Ignores case. "" and US-ASCII are taken
// for UTF-8, of which they are a part.
std::optional<std::string> to_utf8(std::string_view octets, std::string_view charset);
bool is_known_charset(std::string_view charset);

// UTF-8 with U+FFFD for every octet that is none.
std::string repair_utf8(std::string_view octets);

}  // namespace postiche::mail
