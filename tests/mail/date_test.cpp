// SPDX-License-Identifier: MIT
#include "harness/mail/date.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace postiche::mail {

namespace {

struct Case {
  std::string value;
  std::string time;  // in UTC
};

void check(const std::vector<Case>& cases) {
  for (const Case& each : cases) {
    CAPTURE(each.value);
    const auto date = parse_date(each.value);
    CHECK((date ? to_text(date->time) : "nothing") == each.time);
  }
}

}  // namespace

TEST_CASE("dates of RFC 5322 are read") {
  check({{"Fri, 21 Nov 1997 09:55:06 -0600", "1997-11-21T15:55:06.000Z"},
         {"21 Nov 1997 09:55 +0545", "1997-11-21T04:10:00.000Z"},
         {"Thu,\t 13\t Feb 1969 23:32:54 -0330 (Newfoundland Time)", "1969-02-14T03:02:54.000Z"},
         {"Sat, 31 Dec 2016 23:59:60 -0000", "2017-01-01T00:00:00.000Z"},
         {"29 Feb 2024 00:00:00 +0000", "2024-02-29T00:00:00.000Z"}});
}

TEST_CASE("obsolete and wrong forms are read where they can be meant") {
  check({{"21 Nov 97 09:55:06 GMT", "1997-11-21T09:55:06.000Z"},
         {"21 Nov 49 09:55:06 ut", "2049-11-21T09:55:06.000Z"},
         {"21 Nov 50 09:55:06 Z", "1950-11-21T09:55:06.000Z"},
         {"21 Nov 105 09:55:06 UTC", "2005-11-21T09:55:06.000Z"},
         {"Fri, 21 Nov 1997 09(comment):   55  :  06 -0600", "1997-11-21T15:55:06.000Z"},
         {"Fri, 21 Nov 1997 09:55:06 EST", "1997-11-21T14:55:06.000Z"},
         {"Fri, 21 Nov 1997 09:55:06 pdt", "1997-11-21T16:55:06.000Z"},
         {"Fri, 21 Nov 1997 09:55:06 A", "1997-11-21T09:55:06.000Z"},
         {"Fri, 21 Nov 1997 09:55:06 +02:00", "1997-11-21T09:55:06.000Z"},
         {"Fri, 21 Nov 1997 09:55:06", "1997-11-21T09:55:06.000Z"},
         {"Fri, 21 Nov 1997", "1997-11-21T00:00:00.000Z"},
         {"Fri, 21 Nov 1997 noon +0100", "1997-11-20T23:00:00.000Z"},
         {"friday 21 NOVEMBER 1997 9:55:06 +0000", "1997-11-21T09:55:06.000Z"},
         {"Fri,21 Nov 1997 09:55:06+0100", "1997-11-21T08:55:06.000Z"},
         {"21-Nov-1997 09:55:06 -0600", "1997-11-21T15:55:06.000Z"},
         {"Fri Nov 21 09:55:06 1997", "1997-11-21T09:55:06.000Z"},
         {"Fri Nov  1 09:55:06 1997 -0600", "1997-11-01T15:55:06.000Z"},
         {"Fri Nov 21 09:55:06 EST 1997", "1997-11-21T14:55:06.000Z"},
         {"Nov 21, 1997 09:55:06 +0000", "1997-11-21T09:55:06.000Z"}});
}

TEST_CASE("what is no date is none") {
  for (const char* value :
       {"", "Fri", "21", "21 Nov", "31 Feb 2024 00:00:00 +0000", "0 Jan 2024", "1 Foo 2024",
        "1 Jan 1677", "1 Jan 2262", "1 Jan 9", "1 Jan 20240", "2024-01-01T00:00:00Z", "tomorrow",
        "(1 Jan 2024)", "99999999999999999999 Jan 2024"}) {
    check({{value, "nothing"}});
  }
}

TEST_CASE("the day is the one that was written, whatever the zone") {
  const auto date = parse_date("1 Jan 2024 00:30:00 +0200");
  REQUIRE(date.has_value());
  CHECK(date->day == std::chrono::year(2024) / 1 / 1);
  CHECK(to_text(date->time) == "2023-12-31T22:30:00.000Z");
}

}  // namespace postiche::mail
