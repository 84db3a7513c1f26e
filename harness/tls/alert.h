// SPDX-License-Identifier: MIT
#pragma once
// The alerts of TLS, by number and by name: RFC 8446 sec 6, RFC 5246 sec 7.2.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postiche::tls {

// "unknown_ca"; empty where the number is nobody's.
std::string_view alert_name(std::uint8_t number);
std::optional<std::uint8_t> alert_named(std::string_view name);
std::vector<std::string_view> alert_names();
// "alert 48 (unknown_ca)"
std::string describe_alert(std::uint8_t number);

}  // namespace postiche::tls
