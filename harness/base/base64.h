// SPDX-License-Identifier: MIT
#pragma once
// RFC 4648 sec 4, with padding and without line breaks.

#include <optional>
#include <string>
#include <string_view>

namespace postiche::base64 {

std::string encode(std::string_view bytes);
// Nothing where `text` is not exactly what encode() would have made.
std::optional<std::string> decode(std::string_view text);

}  // namespace postiche::base64
