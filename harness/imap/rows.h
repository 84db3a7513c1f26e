// SPDX-License-Identifier: MIT
#pragma once
// Tables of words, each row with a `name`.

#include <algorithm>
#include <string_view>

#include "harness/base/ascii.h"

namespace postiche::imap {

// Ignoring case; null where there is none.
template <typename Rows>
const typename Rows::value_type* find_row(const Rows& rows, std::string_view name) {
  const auto found = std::find_if(rows.begin(), rows.end(), [&](const auto& row) {
    return ascii::equal_ignoring_case(row.name, name);
  });
  return found == rows.end() ? nullptr : &*found;
}

}  // namespace postiche::imap
