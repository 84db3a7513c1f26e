// SPDX-License-Identifier: MIT
#include "harness/smtp/extensions/attributes.h"

#include <algorithm>

#include "harness/base/ascii.h"
#include "harness/mail/domain.h"
#include "harness/mail/xtext.h"
#include "harness/smtp/faults.h"
#include "harness/smtp/proxied.h"
#include "harness/smtp/server.h"

namespace postiche::smtp::extensions {

namespace {

// An IPv6 address is marked "IPV6:".
bool is_address(std::string_view text) {
  if (!ascii::starts_with_ignoring_case(text, "IPV6:")) return mail::is_ipv4_address(text);
  return mail::is_ipv6_address(text.substr(5));
}

bool is_port(std::string_view text) {
  const auto number = ascii::parse_number(text);
  return number && *number <= 65535;
}

bool is_one_of(std::string_view text, std::string_view words) {
  return ascii::contains_ignoring_case(ascii::split(words, ' '), text);
}

bool is_plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 127; });
}

bool is_value(std::string_view keyword, std::string_view typed) {
  if (is_unavailable(typed)) return true;
  const auto value = mail::decode_xtext(typed);
  if (!value || value->size() > 255 || !is_plain(*value)) return false;
  const auto is = [&](std::string_view one) { return ascii::equal_ignoring_case(keyword, one); };
  if (is("ADDR") || is("DESTADDR")) return is_address(*value);
  if (is("PORT") || is("DESTPORT")) return is_port(*value);
  if (is("PROTO")) return is_one_of(*value, "SMTP ESMTP LMTP");
  if (is("SOURCE")) return is_one_of(*value, "LOCAL REMOTE");
  return true;
}

}  // namespace

std::optional<Reply> object_to_attributes(const Command& command, const Server& server,
                                          std::string_view keyword) {
  const auto offered = server.offer().words(keyword);
  for (const Parameter& attribute : command.parameters) {
    const std::string name(attribute.keyword);
    if (!ascii::contains_ignoring_case(offered, name)) {
      return bad_value("Attribute not offered: " + name);
    }
    if (is_value(attribute.keyword, attribute.value.value_or(""))) continue;
    return bad_value("Bad value of " + name);
  }
  return std::nullopt;
}

}  // namespace postiche::smtp::extensions
