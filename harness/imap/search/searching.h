// SPDX-License-Identifier: MIT
#pragma once
// Finds the messages that SEARCH asks for: RFC 9051 sec 6.4.4. What is said of them is the
// caller's.

#include <array>
#include <string_view>

#include "harness/imap/resolving.h"
#include "harness/imap/search_key.h"
#include "harness/store/view.h"

namespace postiche::imap {

// Those of [BADCHARSET]; all that mail::is_known_charset() knows are taken.
inline constexpr std::array<std::string_view, 5> named_charsets = {
    "US-ASCII", "UTF-8", "ISO-8859-1", "ISO-8859-15", "WINDOWS-1252"};

// `charset` is that of the texts in `key`, and known; "" is UTF-8. `saved` is what "$" stands for,
// ascending. Numbers that no message has are nobody's; expunged messages are not found.
Numbers search(const SearchKey& key, std::string_view charset, const store::View& view,
               VirtualTime now, const Uids& saved);

// Then the answer has the highest MODSEQ of those found: RFC 7162 sec 3.1.5.
bool asks_for_mod_seq(const SearchKey& key);
// 0 of none.
store::ModSeq highest_mod_seq(const Numbers& numbers, const store::View& view);

}  // namespace postiche::imap
