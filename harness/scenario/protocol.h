// SPDX-License-Identifier: MIT
#pragma once
// The protocols that a scenario can speak of, each in a section of its own.

#include <cstdint>
#include <string_view>

namespace postiche::scenario {

enum class Protocol : std::uint8_t { smtp, lmtp, pop3 };
inline constexpr Protocol protocols[] = {Protocol::smtp, Protocol::lmtp, Protocol::pop3};

// As its section is called: "smtp".
constexpr std::string_view name(Protocol protocol) {
  switch (protocol) {
    case Protocol::lmtp:
      return "lmtp";
    case Protocol::pop3:
      return "pop3";
    default:
      return "smtp";
  }
}

// LMTP has the words of SMTP.
constexpr Protocol family_of(Protocol protocol) {
  return protocol == Protocol::lmtp ? Protocol::smtp : protocol;
}

}  // namespace postiche::scenario
