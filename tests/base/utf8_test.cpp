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
