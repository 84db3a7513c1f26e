// SPDX-License-Identifier: MIT
#pragma once
// Addresses as scenarios may name them: in numbers. No name is ever looked up, so a scenario
// reaches nobody whom it does not show.

#include <string_view>

namespace postiche::scenario {

// "127.0.0.1", or an IPv6 address in brackets.
bool is_numeric_host(std::string_view text);
// 1 to 65535.
bool is_port(std::string_view text);

}  // namespace postiche::scenario
