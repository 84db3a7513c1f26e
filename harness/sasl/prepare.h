// SPDX-License-Identifier: MIT
#pragma once
// SASLprep, RFC 4013: how names and passwords are made comparable. What needs no table of all
// characters: mapping (sec 2.1) and prohibition (sec 2.3). Not normalisation (sec 2.2) and not the
// check of directions (sec 2.4): other characters beyond ASCII pass as they are.

#include <optional>
#include <string>
#include <string_view>

#include "harness/sasl/deviations.h"

namespace postiche::sasl {

// Nothing where it holds what is prohibited, or is not UTF-8.
std::optional<std::string> prepare(std::string_view text);

// Prepared, or as it is where it can't be. Deviations: invalid-utf8, prohibited-character.
std::string prepared_or_same(std::string_view text, Deviations& deviations);
std::string prepared_or_same(std::string_view text);

}  // namespace postiche::sasl
