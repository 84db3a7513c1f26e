// SPDX-License-Identifier: MIT
#pragma once
// What SEARCH looks for: RFC 9051 sec 6.4.4. A tree; ALL, a conjunction of nothing, is its default.

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "harness/imap/sequence_set.h"

namespace postiche::imap {

struct SearchKey {
  enum class Kind : std::uint8_t {
    all_of,   // `keys`; ALL where there are none
    one_of,   // OR
    none_of,  // NOT
    numbers,  // `set`
    uids,     // `set`
    keyword,  // `text`: "\Seen", or a word
    header,   // `field` contains `text`: BCC, CC, FROM, SUBJECT, TO, HEADER
    body,     // `text`
    text,     // `text`
    before,
    on,
    since,  // `day`, of INTERNALDATE
    sent_before,
    sent_on,
    sent_since,  // `day`, of the Date field
    saved_before,
    saved_on,
    saved_since,          // RFC 8514; `day`
    save_date_supported,  // SAVEDATESUPPORTED
    larger,
    smaller,  // than `number` octets
    older,
    younger,  // than `number` seconds: RFC 5032
    mod_seq,  // at least `number`: RFC 7162
    email_id,
    thread_id,  // `text`: RFC 8474
  };

  Kind kind = Kind::all_of;
  std::vector<SearchKey> keys;
  SequenceSet set;
  std::string field, text;
  std::uint64_t number = 0;
  std::chrono::year_month_day day{};

  friend bool operator==(const SearchKey&, const SearchKey&) = default;
};

}  // namespace postiche::imap
