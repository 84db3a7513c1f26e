// SPDX-License-Identifier: MIT
#include "harness/pop3/command.h"

#include <array>

#include "harness/base/ascii.h"

namespace postiche::pop3 {

namespace {

// In the order of Verb.
constexpr std::array<std::string_view, verb_count> names = {
    "",     "USER", "PASS", "APOP", "AUTH", "CAPA", "STLS", "LANG", "UTF8",
    "STAT", "LIST", "UIDL", "RETR", "TOP",  "DELE", "NOOP", "RSET", "QUIT",
};

}  // namespace

std::string_view name(Verb verb) { return names.at(static_cast<std::size_t>(verb)); }

Verb verb_of(std::string_view text) {
  for (std::size_t i = 1; i < names.size(); ++i) {
    if (ascii::equal_ignoring_case(text, names[i])) return static_cast<Verb>(i);
  }
  return Verb::unknown;
}

}  // namespace postiche::pop3
