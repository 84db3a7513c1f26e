// SPDX-License-Identifier: MIT
#pragma once
// Dates as messages have them: RFC 5322 sec 3.3 and its obsolete forms, sec 4.3.

#include <chrono>
#include <optional>
#include <string_view>

#include "harness/base/time.h"

namespace postiche::mail {

struct Date {
  // The day as written, whatever the zone: what SENTSINCE compares, RFC 9051 sec 6.4.4.
  std::chrono::year_month_day day;
  // The moment: what SORT compares, RFC 5256 sec 2.2. A time of day that can't be made out is
  // 00:00:00, and a zone that can't be is UTC.
  VirtualTime time;

  friend bool operator==(const Date&, const Date&) = default;
};

// Total. Of an unfolded value, comments and all; forgives a missing day of the week, commas and
// seconds, names in full or in any case, years of two digits, and the order of asctime(). Nothing
// where there is no day, or it is not between 1678 and 2262.
std::optional<Date> parse_date(std::string_view value);

}  // namespace postiche::mail
