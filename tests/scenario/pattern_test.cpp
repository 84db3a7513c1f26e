// SPDX-License-Identifier: MIT
#include "harness/scenario/pattern.h"

#include <doctest/doctest.h>

#include <chrono>

namespace postiche::scenario {
namespace {

struct Case {
  const char* pattern;
  const char* value;
  bool holds;
};

TEST_CASE("one scalar compares as its shape says") {
  const Case cases[] = {
      {"bob@example.com", "BOB@Example.Com", true},
      {"bob@example.com", "bob@example.comm", false},
      {"", "", true},
      {"*@example.com", "a@EXAMPLE.com", true},
      {"*@example.com", "a@example.org", false},
      {"a?c", "abc", true},
      {"a?c", "ac", false},
      {"*", "", true},
      {"?*", "", false},
      {"*a*b*", "xxaxxbxx", true},
      {"/^b.b@/", "bob@x", true},
      {"/^b.b@/", "BOB@x", false},
      {"/^b.b@/i", "BOB@x", true},
      {"/a{2}/", "xaax", true},
      {"/[\\x80-\\xff]/", "caf\xc3\xa9", true},
      {"/./", "\xff", true},
      {"> 10", "11", true},
      {"> 10", "10", false},
      {">= 10", "10", true},
      {"<10", "9", true},
      {"<= 1KB", "1024", true},
      {"<= 1KB", "1025", false},
      {"> 10MB", "10485761", true},
      {"> 10", "no number", false},
      {"< 5m", "4m59s", true},
      {"<bob@example.com>", "<bob@example.com>", true},
      {">quoted", ">quoted", true},
  };
  for (const Case& c : cases) {
    CAPTURE(c.pattern);
    CAPTURE(c.value);
    const auto pattern = Pattern::parse(c.pattern);
    REQUIRE(pattern);
    CHECK(pattern->matches(std::string_view(c.value)) == c.holds);
  }
}

TEST_CASE("a pattern that can't be says why") {
  for (const char* text : {"/open", "/(/", "/a/x", "> ten", "/(?=a)/", "/a{99999}/"}) {
    CAPTURE(text);
    const auto pattern = Pattern::parse(text);
    REQUIRE_FALSE(pattern);
    CHECK_FALSE(pattern.error().what.empty());
  }
}

TEST_CASE("named groups of a regular expression are captured") {
  const auto pattern = Pattern::parse("/^(?P<user>[^@]+)@(?P<host>.+)$/");
  REQUIRE(pattern);
  CHECK(pattern->group_names().size() == 2);
  Captures captures;
  REQUIRE(pattern->matches(std::string_view("bob@example.com"), &captures));
  CHECK(captures["user"] == "bob");
  CHECK(captures["host"] == "example.com");
}

TEST_CASE("where there is no value only its absence is met") {
  CHECK(Pattern::present(false).matches(std::nullopt));
  CHECK_FALSE(Pattern::present(true).matches(std::nullopt));
  CHECK_FALSE(Pattern::empty(true).matches(std::nullopt));
  CHECK_FALSE(Pattern::parse("*")->matches(std::nullopt));
  CHECK(Pattern::any_of({Pattern::present(false), Pattern::is("x")}).matches(std::nullopt));
  CHECK_FALSE(Pattern::all_of({Pattern::present(false), Pattern::is("x")}).matches(std::nullopt));
}

TEST_CASE("the operators of a map") {
  CHECK(Pattern::is("a*").matches("a*"));
  CHECK_FALSE(Pattern::is("a*").matches("A*"));
  CHECK(Pattern::starts("ab").matches("ABC"));
  CHECK(Pattern::ends("bc").matches("aBC"));
  CHECK_FALSE(Pattern::ends("abcd").matches("bcd"));
  CHECK(Pattern::contains("BC").matches("abcd"));
  CHECK(Pattern::empty(true).matches(""));
  CHECK(Pattern::empty(false).matches("x"));
  CHECK(Pattern::between("1KB", "2KB")->matches("1500"));
  CHECK_FALSE(Pattern::between("1KB", "2KB")->matches("3000"));
  CHECK_FALSE(Pattern::between("2", "1"));
  CHECK_FALSE(Pattern::between("1", "1m"));
}

TEST_CASE("patterns read well") {
  CHECK(Pattern::parse("> 10MB")->describe() == "> 10485760");
  CHECK(Pattern::any_of({*Pattern::parse("a"), *Pattern::parse("b*")}).describe() ==
        "one of a, b*");
  CHECK(Pattern::present(false).describe() == "absent");
}

TEST_CASE("sizes are powers of 1024 and never overflow") {
  CHECK(parse_size("512") == 512);
  CHECK(parse_size("2KB") == 2048);
  CHECK(parse_size("10 MB") == 10485760);
  CHECK(parse_size("1G") == 1073741824);
  CHECK(parse_size("7B") == 7);
  for (const char* text :
       {"", "KB", "5m", "1.5MB", "-1", "99999999999999999999", "18446744073709551615KB", "1KK"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_size(text));
  }
}

TEST_CASE("patterns that hang a backtracking matcher are quick") {
  const std::string many(100'000, 'a');
  const auto begin = std::chrono::steady_clock::now();
  for (const char* text : {"/^(a+)+$/", "/(a|aa)+$/", "/(a|a?)+b/", "/^(([a-z])+.)+[A-Z]([a-z])+$/",
                           "/(.*)*x/", "/(x+x+)+y/", "/a?a?a?a?a?a?a?a?a?a?aaaaaaaaaab/"}) {
    CAPTURE(text);
    const auto pattern = Pattern::parse(text);
    REQUIRE(pattern);
    pattern->matches(many + "!");
  }
  const auto glob = Pattern::parse("*a*a*a*a*a*a*a*a*a*b");
  CHECK_FALSE(glob->matches(std::string_view(many).substr(0, 1000)));
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(5));
}

}  // namespace
}  // namespace postiche::scenario
