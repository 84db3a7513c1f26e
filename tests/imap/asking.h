// SPDX-License-Identifier: MIT
#pragma once
// What a client asks for, written as it writes it.

#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "harness/imap/grammar/grammar.h"

namespace postiche::imap::testing {

// The arguments of a command without literals, which is well formed.
template <typename Wanted>
Wanted arguments_of(std::string_view command) {
  const std::string line = "a " + std::string(command);
  const Command parsed = parse_command({{line}, {}}, Encoding::utf8);
  CAPTURE(line);
  CAPTURE(parsed.fault);
  REQUIRE(std::holds_alternative<Wanted>(parsed.arguments));
  return std::get<Wanted>(parsed.arguments);
}

}  // namespace postiche::imap::testing
