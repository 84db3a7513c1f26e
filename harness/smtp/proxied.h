// SPDX-License-Identifier: MIT
#pragma once
// What a proxy says of the client behind it.

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "harness/smtp/command.h"

namespace postiche::smtp {

struct Proxied {
  // Nothing where the proxy did not say it, or said that it does not know.
  std::optional<std::string> name, address, port, protocol, helo, login;
  std::optional<std::string> destination_address, destination_port;
  std::optional<std::string> source, ident;

  // Attributes as they stand in the command, in xtext; those that nobody knows are left alone.
  void take(std::span<const Parameter> attributes);
};

// "[UNAVAILABLE]" and "[TEMPUNAVAIL]", in any case.
bool is_unavailable(std::string_view value);

}  // namespace postiche::smtp
