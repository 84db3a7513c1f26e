// SPDX-License-Identifier: MIT
#pragma once
// Dates as IMAP writes them: the moments of INTERNALDATE and the days of SEARCH.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "harness/base/time.h"

namespace postiche::imap {

// date-time of RFC 9051 sec 9, without the quotes: " 7-Feb-1994 21:52:25 -0800". Nothing on
// anything else, or where the moment is not between 1678 and 2262.
std::optional<VirtualTime> parse_internal_date(std::string_view text);
// The same, in UTC.
std::string to_internal_date(VirtualTime time);
// date-text of RFC 9051 sec 9, without quotes: "7-Feb-1994".
std::optional<std::chrono::year_month_day> parse_day(std::string_view text);

}  // namespace postiche::imap
