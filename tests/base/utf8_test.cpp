// SPDX-License-Identifier: MIT
#include "harness/base/utf8.h"

#include <doctest/doctest.h>

using namespace postiche;

TEST_CASE("well-formed UTF-8 is told from everything that only looks like it") {
  CHECK(utf8::is_valid(""));
  CHECK(utf8::is_valid("plain"));
  CHECK(utf8::is_valid("\xC3\xBC \xE2\x82\xAC \xF0\x9F\x93\xAC"));
  CHECK_FALSE(utf8::is_valid("\xC3"));              // cut off
  CHECK_FALSE(utf8::is_valid("\xBC"));              // a tail alone
  CHECK_FALSE(utf8::is_valid("\xC0\xAF"));          // overlong
  CHECK_FALSE(utf8::is_valid("\xE0\x80\xAF"));      // overlong
  CHECK_FALSE(utf8::is_valid("\xED\xA0\x80"));      // a surrogate
  CHECK_FALSE(utf8::is_valid("\xF4\x90\x80\x80"));  // above U+10FFFF
  CHECK_FALSE(utf8::is_valid("\xFC"));              // Latin-1
}

TEST_CASE("every character is written as it is read") {
  for (std::uint32_t point = 0; point < 0x110100; point += point < 0x3000 ? 1 : 97) {
    const std::string octets = utf8::encode(point);
    const bool is_character = point < 0x110000 && (point < 0xD800 || point > 0xDFFF);
    if (is_character != (utf8::leading_character(octets) == octets.size() && !octets.empty())) {
      FAIL_CHECK("character ", point, " has ", octets.size(), " octets");
    }
  }
}
