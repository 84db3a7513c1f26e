// SPDX-License-Identifier: MIT
#pragma once
// xtext, the way in which ESMTP parameters carry any octet: RFC 3461 sec 4.

#include <optional>
#include <string>
#include <string_view>

namespace postiche::mail {

std::string encode_xtext(std::string_view bytes);
// Nothing where `text` is no xtext.
std::optional<std::string> decode_xtext(std::string_view text);

// The address behind "utf-8;" in ORCPT, in any of its forms: RFC 6533 sec 3. "\x{FC}" is one
// character, and what is beyond ASCII may stand for itself. Nothing where `text` is none.
std::optional<std::string> decode_utf8_xtext(std::string_view text);

}  // namespace postiche::mail
