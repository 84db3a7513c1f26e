// SPDX-License-Identifier: MIT
#include "harness/smtp/extensions.h"

#include <algorithm>
#include <array>

#include "harness/base/ascii.h"
#include "harness/smtp/extensions/list.h"

namespace postiche::smtp {

namespace {

// In the order in which the honest server offers them.
constexpr std::array extension_table = {
    &extensions::pipelining,
    &extensions::size,
    &extensions::eight_bit_mime,
    &extensions::chunking,
    &extensions::binary_mime,
    &extensions::start_tls,
    &extensions::auth,
    &extensions::enhanced_status_codes,
    &extensions::dsn,
    &extensions::smtputf8,
    &extensions::deliver_by,
    &extensions::future_release,
    &extensions::mt_priority,
    &extensions::require_tls,
    &extensions::rrvs,
    &extensions::limits,
    &extensions::no_soliciting,
    &extensions::etrn,
    &extensions::atrn,
    &extensions::turn,
    &extensions::xclient,
    &extensions::xforward,
    &extensions::expn,
    &extensions::vrfy,
    &extensions::help,
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

std::span<const Extension* const> all_extensions() { return extension_table; }

const Extension* find_extension(std::string_view keyword) {
  const auto same = [&](const Extension* each) {
    return ascii::equal_ignoring_case(each->keyword, keyword);
  };
  const auto found = std::find_if(extension_table.begin(), extension_table.end(), same);
  return found == extension_table.end() ? nullptr : *found;
}

const Extension* extension_of(Verb verb) {
  if (verb == Verb::unknown) return nullptr;
  const auto brings = [&](const Extension* each) { return each->verb == verb; };
  const auto found = std::find_if(extension_table.begin(), extension_table.end(), brings);
  return found == extension_table.end() ? nullptr : *found;
}

}  // namespace postiche::smtp
