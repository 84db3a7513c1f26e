// SPDX-License-Identifier: MIT
#include "harness/pop3/extensions.h"

#include <algorithm>
#include <array>

#include "harness/base/ascii.h"
#include "harness/pop3/extensions/list.h"

namespace postiche::pop3 {

namespace {

// In the order in which the honest server offers them.
constexpr std::array extension_table = {
    &extensions::top,
    &extensions::uidl,
    &extensions::user,
    &extensions::sasl,
    &extensions::stls,
    &extensions::pipelining,
    &extensions::resp_codes,
    &extensions::auth_resp_code,
    &extensions::expire,
    &extensions::utf8,
    &extensions::lang,
    &extensions::login_delay,
    &extensions::implementation,
};

}  // namespace

std::span<const Extension* const> all_extensions() { return extension_table; }

const Extension* find_extension(std::string_view keyword) {
  const auto same = [&](const Extension* each) {
    return ascii::equal_ignoring_case(each->keyword, keyword);
  };
  const auto found = std::find_if(extension_table.begin(), extension_table.end(), same);
  return found == extension_table.end() ? nullptr : *found;
}

const Extension* extension_of(Verb verb) {
  // USER and PASS are one thing: RFC 2449 sec 6.2.
  if (verb == Verb::pass) verb = Verb::user;
  if (verb == Verb::unknown) return nullptr;
  const auto brings = [&](const Extension* each) { return each->verb == verb; };
  const auto found = std::find_if(extension_table.begin(), extension_table.end(), brings);
  return found == extension_table.end() ? nullptr : *found;
}

}  // namespace postiche::pop3
