// SPDX-License-Identifier: MIT
#pragma once
// What a proxy says of the client behind it.

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "harness/smtp/command.h"

namespace postiche::smtp {

class Proxied {
 public:
  // Attributes as they stand in the command, in xtext. What the proxy does not know is forgotten.
  void take(std::span<const Parameter> attributes);
  // By its name in capitals, "ADDR", and without the mark of an IPv6 address; nothing where the
  // proxy did not say it, or does not know.
  std::optional<std::string_view> value(std::string_view name) const;

 private:
  std::map<std::string, std::string, std::less<>> values_;
};

// "[UNAVAILABLE]" and "[TEMPUNAVAIL]", in any case.
bool is_unavailable(std::string_view value);

}  // namespace postiche::smtp
