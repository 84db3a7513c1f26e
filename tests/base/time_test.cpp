// SPDX-License-Identifier: MIT
#include "harness/base/time.h"

#include <doctest/doctest.h>

namespace postiche {

TEST_CASE("durations are read and written") {
  struct Row {
    const char* text;
    std::int64_t ns;
    const char* written;
  };
  static constexpr Row rows[] = {
      {"0", 0, "0s"},
      {"90", 90'000'000'000, "1m30s"},
      {"1.5s", 1'500'000'000, "1s500ms"},
      {"250ms", 250'000'000, "250ms"},
      {"1h30m", 5'400'000'000'000, "1h30m"},
      {" 2d ", 172'800'000'000'000, "2d"},
      {"1us", 1'000, "1us"},
      {"0.000000001s", 1, "1ns"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto read = parse_duration(row.text);
    REQUIRE(read);
    CHECK(read->ns == row.ns);
    CHECK(to_text(*read) == row.written);
    CHECK(parse_duration(to_text(*read)) == read);
  }
  CHECK(parse_duration("forever")->is_forever());
  CHECK(to_text(Duration::forever()) == "forever");
}

TEST_CASE("what is no duration is none") {
  for (const char* text : {"", " ", "s", "-1s", "1x", "1.s", ".5s", "1 s", "1s1", "99999999999999d",
                           "1e3", "36601d"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_duration(text));
  }
}

TEST_CASE("virtual times are read and written") {
  CHECK(parse_virtual_time("1970-01-01T00:00:00Z")->ns == 0);
  CHECK(parse_virtual_time("2026-01-01T00:00:00Z")->ns == 1'767'225'600'000'000'000);
  CHECK(parse_virtual_time("2000-02-29T23:59:59.25Z")->ns == 951'868'799'250'000'000);
  for (const char* text : {"2000-02-29T23:59:59.250Z", "1999-12-31T00:00:00.000Z",
                           "2100-03-01T12:34:56.789Z", "1970-01-01T00:00:00.001Z"}) {
    CAPTURE(text);
    CHECK(to_text(*parse_virtual_time(text)) == text);
  }
  CHECK(to_text(VirtualTime{-1}) == "1969-12-31T23:59:59.999Z");
  CHECK(to_mail_date(*parse_virtual_time("2026-11-22T06:07:08Z")) ==
        "Sun, 22 Nov 2026 06:07:08 +0000");
}

TEST_CASE("what is no virtual time is none") {
  for (const char* text : {"",
                           "2026-01-01",
                           "2026-01-01T00:00:00",
                           "2026-01-01 00:00:00Z",
                           "2026-02-30T00:00:00Z",
                           "2025-02-29T00:00:00Z",
                           "2026-13-01T00:00:00Z",
                           "2026-00-01T00:00:00Z",
                           "2026-01-00T00:00:00Z",
                           "2026-01-01T24:00:00Z",
                           "2026-01-01T00:60:00Z",
                           "2026-01-01T00:00:61Z",
                           "1969-12-31T23:59:59Z",
                           "9999-01-01T00:00:00Z",
                           "2026-1-1T0:0:0Z",
                           "2026- 1-01T00:00:00Z",
                           "+026-01-01T00:00:00Z",
                           "2026-01-01T00:00:00.Z",
                           "2026-01-01T00:00:00.5",
                           "2026-01-01T00:00:00Zz"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_virtual_time(text));
  }
}

TEST_CASE("sums of times end at never, not in overflow") {
  const Duration century = *parse_duration("36600d");
  VirtualTime time = *parse_virtual_time("2026-01-01T00:00:00Z");
  for (int i = 0; i < 5; ++i) time = time + century;
  CHECK(time.is_never());
  CHECK((Instant{} + Duration::forever()).is_never());
  CHECK((Instant::never() + Duration::seconds(1)).is_never());
}

}  // namespace postiche
