// SPDX-License-Identifier: MIT
#include "harness/scenario/load/numeric_address.h"

#include "harness/base/ascii.h"

namespace postiche::scenario {

bool is_numeric_host(std::string_view text) {
  const bool six = text.starts_with('[') && text.ends_with(']');
  const std::string_view characters = six ? "[]0123456789abcdefABCDEF:." : "0123456789.";
  return !text.empty() && text.find_first_not_of(characters) == std::string_view::npos;
}

bool is_port(std::string_view text) {
  const auto port = ascii::parse_number(text);
  return port && *port > 0 && *port < 65536;
}

}  // namespace postiche::scenario
