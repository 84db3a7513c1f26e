// SPDX-License-Identifier: MIT
#pragma once
// The words that keys of SEARCH begin with: RFC 9051 sec 6.4.4, RFC 3501 sec 6.4.4.

#include <cstdint>
#include <string_view>

#include "harness/imap/search_key.h"

namespace postiche::imap {

// What stands behind the word.
enum class SearchOperand : std::uint8_t {
  none,     // `text` is the flag
  absent,   // the same, and it is not to be set
  set,      // sequence-set
  text,     // astring; `text` is the field where the kind is header
  keyword,  // a flag
  no_keyword,
  field,  // a field's name and an astring
  day,
  number,
  interval,  // a number that is not 0
  mod_seq,   // with an entry's name, or without
  object,    // an objectid
  key,       // NOT
  keys,      // OR
  fresh,     // NEW: two flags in one
};

struct SearchName {
  std::string_view name;
  SearchOperand operand;
  SearchKey::Kind kind;
  std::string_view text = "";
};

// Ignoring case; null where there is none.
const SearchName* find_search_name(std::string_view word);

}  // namespace postiche::imap
