// SPDX-License-Identifier: MIT
#pragma once
// UTF-8 without the difference of capitals and small letters, for SEARCH and SORT. Of the letters
// beyond ASCII only those of Latin, Greek, Cyrillic and Armenian that have one partner are known;
// nothing is decomposed, as i;unicode-casemap (RFC 5051) would have it.

#include <string>
#include <string_view>

namespace postiche::mail {

// Octets that are no UTF-8 stay as they are.
std::string fold_case(std::string_view text);

// Whether `text` has `folded_needle` somewhere, which fold_case() made. In linear time.
bool contains_folded(std::string_view text, std::string_view folded_needle);

}  // namespace postiche::mail
