// SPDX-License-Identifier: MIT
#include "harness/smtp/proxied.h"

#include "harness/base/ascii.h"
#include "harness/mail/xtext.h"

namespace postiche::smtp {

bool is_unavailable(std::string_view value) {
  return ascii::equal_ignoring_case(value, "[UNAVAILABLE]") ||
         ascii::equal_ignoring_case(value, "[TEMPUNAVAIL]");
}

void Proxied::take(std::span<const Parameter> attributes) {
  for (const Parameter& attribute : attributes) {
    const std::string_view typed = attribute.value.value_or("");
    const std::string name = ascii::to_upper(attribute.keyword);
    std::string value = mail::decode_xtext(typed).value_or(std::string(typed));
    const bool marked = name.ends_with("ADDR") && ascii::starts_with_ignoring_case(value, "IPV6:");
    if (marked) value.erase(0, 5);
    if (is_unavailable(typed)) {
      values_.erase(name);
    } else {
      values_[name] = std::move(value);
    }
  }
}

std::optional<std::string_view> Proxied::value(std::string_view name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? std::nullopt : std::optional<std::string_view>(found->second);
}

}  // namespace postiche::smtp
