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

}  // namespace postiche::mail
