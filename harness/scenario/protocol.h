// SPDX-License-Identifier: MIT
#pragma once
// The protocols that a scenario can speak of, each in a section of its own.

#include <cstdint>
#include <optional>
#include <string_view>

namespace postiche::scenario {

enum class Protocol : std::uint8_t { smtp, lmtp, pop3, imap };
inline constexpr Protocol protocols[] = {Protocol::smtp, Protocol::lmtp, Protocol::pop3,
                                         Protocol::imap};

// As its section is called: "smtp".
constexpr std::string_view name(Protocol protocol) {
  switch (protocol) {
    case Protocol::lmtp:
      return "lmtp";
    case Protocol::pop3:
      return "pop3";
    case Protocol::imap:
      return "imap";
    default:
      return "smtp";
  }
}

// LMTP has the words of SMTP.
constexpr Protocol family_of(Protocol protocol) {
  return protocol == Protocol::lmtp ? Protocol::smtp : protocol;
}

// What clients do not bring mail by.
constexpr bool fetches_mail(std::optional<Protocol> protocol) {
  return protocol == Protocol::pop3 || protocol == Protocol::imap;
}

}  // namespace postiche::scenario
