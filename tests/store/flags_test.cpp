// SPDX-License-Identifier: MIT
#include "harness/store/flags.h"

#include <doctest/doctest.h>

#include "harness/base/bug.h"

using namespace postiche;
using namespace postiche::store;

using Names = std::vector<std::string_view>;

TEST_CASE("a set of flags has what was put in, and loses only what is taken out") {
  const Flags both{Flags::seen, Flags::deleted};
  CHECK(both.has(Flags::seen));
  CHECK_FALSE(both.has(Flags::draft));
  CHECK(both.without({Flags::seen, Flags::draft}) == Flags{Flags::deleted});
  CHECK(Flags{}.with(both) == both);
  CHECK(Flags{}.empty());
}

TEST_CASE("keywords ignore case and keep the form in which they came") {
  Keywords keywords;
  const auto flag = keywords.learn("$Forwarded");
  REQUIRE(flag.has_value());
  CHECK(keywords.learn("$FORWARDED") == flag);
  CHECK(keywords.find("$forwarded") == flag);
  CHECK_FALSE(keywords.find("$Junk").has_value());
  CHECK(keywords.names(Flags{*flag, Flags::seen}) == Names{"\\Seen", "$Forwarded"});
}

TEST_CASE("system flags are no keywords, and nobody makes new ones") {
  Keywords keywords;
  CHECK(keywords.learn("\\SEEN") == Flags::seen);
  CHECK_FALSE(keywords.learn("\\Recent").has_value());
  CHECK_FALSE(keywords.learn("").has_value());
  CHECK(keywords.known() == Flags::first_keyword);
}

TEST_CASE("a mailbox has room for 59 keywords, and the next is refused") {
  Keywords keywords;
  for (int i = 0; i < 59; ++i) CHECK(keywords.learn("k" + std::to_string(i)).has_value());
  CHECK_FALSE(keywords.learn("k59").has_value());
  CHECK(keywords.learn("K58") == Flags::limit - 1);
  CHECK(keywords.name(Flags::limit - 1) == "k58");
}

TEST_CASE("a bit that means nothing is our own bug") {
  CHECK_THROWS_AS(Keywords().name(Flags::first_keyword), BugError);
}
