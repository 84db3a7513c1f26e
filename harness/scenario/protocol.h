// SPDX-License-Identifier: MIT
#pragma once
// The protocols that a scenario can speak of, each in a section of its own.

#include <cstdint>
#include <string_view>

namespace postiche::scenario {

enum class Protocol : std::uint8_t { smtp, lmtp };
inline constexpr Protocol protocols[] = {Protocol::smtp, Protocol::lmtp};

// As its section is called: "smtp".
constexpr std::string_view name(Protocol protocol) {
  switch (protocol) {
    case Protocol::lmtp:
      return "lmtp";
    default:
      return "smtp";
  }
}

}  // namespace postiche::scenario
