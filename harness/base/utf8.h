// SPDX-License-Identifier: MIT
#pragma once
// UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace postiche::utf8 {

// Octets of the one well-formed character that `text` starts with; 0 where it starts with none.
std::size_t leading_character(std::string_view text);
bool is_valid(std::string_view text);
// The octets of one character; "" for what is none.
std::string encode(std::uint32_t code_point);

}  // namespace postiche::utf8
