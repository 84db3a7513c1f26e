// SPDX-License-Identifier: MIT
#include "harness/smtp/command.h"

#include <array>
#include <cstddef>

#include "harness/base/ascii.h"

namespace postiche::smtp {

namespace {

// In the order of Verb.
constexpr std::array<std::string_view, verb_count> names = {
    "",     "EHLO", "HELO", "MAIL", "RCPT",     "DATA", "RSET",    "NOOP",
    "VRFY", "EXPN", "HELP", "QUIT", "STARTTLS", "AUTH", "BDAT",    "ETRN",
    "TURN", "ATRN", "SEND", "SOML", "SAML",     "LHLO", "XCLIENT", "XFORWARD",
};

}  // namespace

std::string_view name(Verb verb) { return names.at(static_cast<std::size_t>(verb)); }

Verb verb_of(std::string_view text) {
  for (std::size_t i = 1; i < names.size(); ++i) {
    if (ascii::equal_ignoring_case(text, names[i])) return static_cast<Verb>(i);
  }
  return Verb::unknown;
}

const Parameter* Command::parameter(std::string_view keyword) const {
  for (const Parameter& each : parameters) {
    if (ascii::equal_ignoring_case(each.keyword, keyword)) return &each;
  }
  return nullptr;
}

}  // namespace postiche::smtp
