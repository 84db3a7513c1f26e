// SPDX-License-Identifier: MIT
#include "harness/mail/xtext.h"

#include <doctest/doctest.h>

using namespace postiche;

TEST_CASE("any octets survive xtext") {
  std::string all;
  for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
  CHECK(mail::decode_xtext(mail::encode_xtext(all)) == all);
  CHECK(mail::encode_xtext("a+b=c d") == "a+2Bb+3Dc+20d");
}

TEST_CASE("what is no xtext decodes to nothing") {
  for (const char* text : {"+", "+2", "+2b", "+GG", "a b", "a=b"}) {
    CAPTURE(text);
    CHECK_FALSE(mail::decode_xtext(text).has_value());
  }
}
