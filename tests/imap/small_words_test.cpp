// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <limits>
#include <string>
#include <vector>

#include "harness/imap/grammar/announcement.h"
#include "harness/imap/grammar/utf7.h"
#include "harness/imap/internal_date.h"
#include "harness/imap/sequence_set.h"

using namespace postiche;
using namespace postiche::imap;

TEST_CASE("sequence sets print as they were written") {
  for (const std::string text :
       {"1", "*", "$", "1:*", "*:1", "4294967295", "1,3:5,*:2", "7:3", "*:*"}) {
    CAPTURE(text);
    const auto set = parse_sequence_set(text);
    REQUIRE(set);
    CHECK(parse_sequence_set(print(*set)) == set);
    if (text != "*:*") CHECK(print(*set) == text);
  }
  for (const std::string text : {"", "0", "01", "a", "1,", ",1", "1:", ":1", "1:2:3", "4294967296",
                                 "1,$", "$,1", "1 2", "-1", "+1", "1:*,0"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_sequence_set(text));
  }
}

TEST_CASE("numbers print as short as can be") {
  CHECK(print_numbers({}) == "");
  CHECK(print_numbers({1}) == "1");
  CHECK(print_numbers({1, 2}) == "1:2");
  CHECK(print_numbers({1, 2, 3, 7, 9, 10}) == "1:3,7,9:10");
  CHECK(print_numbers({4294967294, 4294967295}) == "4294967294:4294967295");
}

TEST_CASE("a line announces a literal by its end") {
  const auto plain = announced_literal("a LOGIN {5}");
  REQUIRE(plain);
  CHECK(plain->text == "{5}");
  CHECK(plain->size == 5);
  CHECK_FALSE(plain->is_non_synchronizing);
  CHECK_FALSE(plain->is_binary);
  const auto binary = announced_literal("a ~{0+}");
  REQUIRE(binary);
  CHECK(binary->text == "~{0+}");
  CHECK(binary->size == 0);
  CHECK(binary->is_non_synchronizing);
  CHECK(binary->is_binary);
  CHECK(announced_literal("{007}")->size == 7);
  CHECK(announced_literal("{18446744073709551615}")->fault == "");
  const auto huge = announced_literal("{18446744073709551616}");
  REQUIRE(huge);
  CHECK(huge->fault == "literal-size-overflow");
  CHECK(huge->size == std::numeric_limits<std::uint64_t>::max());
  for (const std::string line : {"", "}", "{}", "{+}", "{5", "5}", "{5} ", "\"{5}\"", "{5-}",
                                 "{-5}", "{5++}", "{a}", "{ 5}"}) {
    CAPTURE(line);
    CHECK_FALSE(announced_literal(line));
  }
}

TEST_CASE("names go into modified UTF-7 and back") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", ""},
      {"INBOX", "INBOX"},
      {"A&B", "A&-B"},
      {"&&", "&-&-"},
      {"~peter/mail/\xE5\x8F\xB0\xE5\x8C\x97/\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E",
       "~peter/mail/&U,BTFw-/&ZeVnLIqe-"},
      {"\xC3\xA4", "&AOQ-"},
      {"\xF0\x9F\x98\x80", "&2D3eAA-"},
      {"\xC3\xA4&\xC3\xA4", "&AOQ-&-&AOQ-"},
      {"\t\x7F", "&AAkAfw-"},
  };
  for (const auto& each : cases) {
    CAPTURE(each.first);
    CHECK(to_modified_utf7(each.first) == each.second);
    CHECK(to_utf8(each.second) == each.first);
  }
}

TEST_CASE("what is not modified UTF-7 is no name") {
  for (const std::string text :
       {"&", "&A", "A&B", "&AOQ", "&AGE-", "&AOQ-&AOQ-", "&AOR-", "&AOQ=-", "&A-", "&2D0-", "&3gA-",
        "&2D0AYQ-", "&U/BTFw-", "\xC3\xA4", "\t", "&!!!!-", "&AOQA-"}) {
    CAPTURE(text);
    CHECK_FALSE(to_utf8(text));
  }
  CHECK_FALSE(to_modified_utf7("\xC3"));
}

TEST_CASE("dates of INTERNALDATE are read and written") {
  CHECK(parse_internal_date(" 1-Jan-1970 00:00:00 +0000") == VirtualTime{0});
  CHECK(parse_internal_date("07-feb-1994 21:52:25 -0800") ==
        parse_virtual_time("1994-02-08T05:52:25Z"));
  CHECK(parse_internal_date("17-Jul-1996 02:44:25 +0230") ==
        parse_virtual_time("1996-07-17T00:14:25Z"));
  for (const std::string text :
       {" 1-Jan-1970 00:00:00 +0000", "29-Feb-2024 23:59:59 +0000", "31-Dec-1969 23:59:59 +0000"}) {
    CAPTURE(text);
    const auto time = parse_internal_date(text);
    REQUIRE(time);
    CHECK(to_internal_date(*time) == text);
  }
  CHECK(to_internal_date(VirtualTime{-1}) == "31-Dec-1969 23:59:59 +0000");
  for (const std::string text :
       {"", "1-Jan-1970 00:00:00 +0000", "30-Feb-1994 00:00:00 +0000", "00-Jan-1970 00:00:00 +0000",
        "01-Jan-1970 24:00:00 +0000", "01-Jan-1970 00:60:00 +0000", "01-Jan-1970 00:00:00 00000",
        "01-Jan-1970 00:00:00 +0060", "01-Jan-1066 00:00:00 +0000", "01-Jan-9999 00:00:00 +0000",
        "01-Jap-1970 00:00:00 +0000", "01 Jan 1970 00:00:00 +0000"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_internal_date(text));
  }
}

TEST_CASE("days of SEARCH have one digit or two") {
  using namespace std::chrono;
  CHECK(parse_day("7-Feb-1994") == year(1994) / February / day(7));
  CHECK(parse_day("07-FEB-1994") == year(1994) / February / day(7));
  for (const std::string text :
       {"", "-Feb-1994", " 7-Feb-1994", "31-Feb-1994", "7-Feb-94", "0-Feb-1994"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_day(text));
  }
}
