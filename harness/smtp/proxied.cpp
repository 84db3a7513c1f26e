// SPDX-License-Identifier: MIT
#include "harness/smtp/proxied.h"

#include "harness/base/ascii.h"
#include "harness/mail/xtext.h"

namespace postiche::smtp {

namespace {

struct Row {
  std::string_view keyword;
  std::optional<std::string> Proxied::*value;
};
constexpr Row rows[] = {
    {"NAME", &Proxied::name},
    {"ADDR", &Proxied::address},
    {"PORT", &Proxied::port},
    {"PROTO", &Proxied::protocol},
    {"HELO", &Proxied::helo},
    {"LOGIN", &Proxied::login},
    {"DESTADDR", &Proxied::destination_address},
    {"DESTPORT", &Proxied::destination_port},
    {"SOURCE", &Proxied::source},
    {"IDENT", &Proxied::ident},
};

// An IPv6 address is marked as one, and is itself without the mark.
std::string plain_address(std::string text) {
  return ascii::starts_with_ignoring_case(text, "IPV6:") ? text.substr(5) : text;
}

}  // namespace

bool is_unavailable(std::string_view value) {
  return ascii::equal_ignoring_case(value, "[UNAVAILABLE]") ||
         ascii::equal_ignoring_case(value, "[TEMPUNAVAIL]");
}

void Proxied::take(std::span<const Parameter> attributes) {
  for (const Parameter& attribute : attributes) {
    const std::string_view typed = attribute.value.value_or("");
    for (const Row& row : rows) {
      if (!ascii::equal_ignoring_case(row.keyword, attribute.keyword)) continue;
      auto value = mail::decode_xtext(typed);
      if (is_unavailable(typed)) value.reset();
      const bool marked = row.keyword.ends_with("ADDR");
      this->*row.value = value && marked ? plain_address(*value) : std::move(value);
    }
  }
}

}  // namespace postiche::smtp
