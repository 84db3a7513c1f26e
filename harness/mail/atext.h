// SPDX-License-Identifier: MIT
#pragma once
// The characters of which atoms are made.

#include <string_view>

#include "harness/base/ascii.h"

namespace postiche::mail {

// atext = ALPHA / DIGIT / "!" / "#" / "$" / ...                 RFC 5322 sec 3.2.3
constexpr bool is_atext(char c) {
  return ascii::is_alnum(c) ||
         std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
}

}  // namespace postiche::mail
