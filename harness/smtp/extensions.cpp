// SPDX-License-Identifier: MIT
#include "harness/smtp/extensions.h"

#include <algorithm>
#include <array>

#include "harness/base/ascii.h"
#include "harness/smtp/extensions/list.h"

namespace postiche::smtp {

namespace {

// In the order in which the honest server offers them.
constexpr std::array table = {
    &extensions::pipelining,     &extensions::size,
    &extensions::eight_bit_mime, &extensions::chunking,
    &extensions::binary_mime,    &extensions::start_tls,
    &extensions::auth,           &extensions::enhanced_status_codes,
    &extensions::smtputf8,       &extensions::help,
    &extensions::expn,           &extensions::vrfy,
};

}  // namespace

bool Usual::fits(Stage stage) const {
  return on == Line::any || (on == Line::tls) == is_secured(stage);
}

bool Usual::holds(Mode mode, Stage stage) const {
  const bool in_mode = mode == Mode::smtp         ? in_smtp
                       : mode == Mode::submission ? in_submission
                                                  : in_lmtp;
  return offered && played && in_mode && fits(stage);
}

std::span<const Extension* const> all_extensions() { return table; }

const Extension* find_extension(std::string_view keyword) {
  const auto same = [&](const Extension* each) {
    return ascii::equal_ignoring_case(each->keyword, keyword);
  };
  const auto found = std::find_if(table.begin(), table.end(), same);
  return found == table.end() ? nullptr : *found;
}

const Extension* extension_of(Verb verb) {
  if (verb == Verb::unknown) return nullptr;
  const auto brings = [&](const Extension* each) { return each->verb == verb; };
  const auto found = std::find_if(table.begin(), table.end(), brings);
  return found == table.end() ? nullptr : *found;
}

}  // namespace postiche::smtp
