// SPDX-License-Identifier: MIT
#include "harness/sasl/prepare.h"

#include <doctest/doctest.h>

#include <string>

namespace postiche::sasl {

// RFC 4013 sec 3, those examples that need no normalisation
TEST_CASE("names are prepared as the RFC's examples say") {
  CHECK(prepare("I\xC2\xADX") == "IX");
  CHECK(prepare("user") == "user");
  CHECK(prepare("USER") == "USER");
  CHECK_FALSE(prepare("\x07"));
}

TEST_CASE("other spaces become a space, and invisible characters nothing") {
  CHECK(prepare("a\xC2\xA0"
                "b") == "a b");
  CHECK(prepare("a\xE3\x80\x80"
                "b") == "a b");
  CHECK(prepare("a\xE2\x80\x8D"
                "b\xEF\xBB\xBF") == "ab");
  CHECK(prepare("\xC2\xAD") == "");
}

TEST_CASE("other characters beyond ASCII pass as they are") {
  CHECK(prepare("J\xC3\xBCrgen") == "J\xC3\xBCrgen");
  CHECK(prepare("\xF0\x9F\x98\x80") == "\xF0\x9F\x98\x80");
}

TEST_CASE("what is prohibited can't be prepared") {
  for (const char* text :
       {"a\tb", "a\x7F", "\xC2\x80", "\xEE\x80\x80", "\xEF\xBF\xBE", "\xF0\x9F\xBF\xBF",
        "\xE2\x80\xAE", "\xF3\xA0\x80\x81", "\xEF\xBF\xBD", "\xE2\x80\xA8", "\xC3", "\xFF"}) {
    CAPTURE(text);
    CHECK_FALSE(prepare(text));
    CHECK(prepared_or_same(text) == text);
  }
}

TEST_CASE("why it can't be prepared has a name") {
  Deviations deviations;
  prepared_or_same("plain", deviations);
  CHECK(deviations.empty());
  prepared_or_same("a\nb", deviations);
  CHECK(deviations == Deviations{"prohibited-character"});
  prepared_or_same("\xFF", deviations);
  CHECK(deviations == Deviations{"prohibited-character", "invalid-utf8"});
}

}  // namespace postiche::sasl
