// SPDX-License-Identifier: MIT
#include "harness/mail/case_folding.h"

#include <doctest/doctest.h>

#include "harness/base/utf8.h"

namespace postiche::mail {

TEST_CASE("capitals are their small letters, in several scripts") {
  CHECK(fold_case("Hello, [World]") == "hello, [world]");
  CHECK(fold_case("\xC3\x9C\xC3\x97\xC5\xB8") == "\xC3\xBC\xC3\x97\xC3\xBF");
  CHECK(fold_case("\xC4\x80\xC4\x81\xC5\xBD") == "\xC4\x81\xC4\x81\xC5\xBE");
  CHECK(fold_case("\xCE\xA3\xCF\x82\xCF\x83") == "\xCF\x83\xCF\x83\xCF\x83");
  CHECK(fold_case("\xD0\x96\xD0\x81\xD4\xB1") == "\xD0\xB6\xD1\x91\xD5\xA1");
  CHECK(fold_case("\xE1\xBA\x9E\xE1\xBB\x84") == "\xC3\x9F\xE1\xBB\x85");
  CHECK(fold_case("\xF0\x9F\x98\x80\xE4\xBD\xA0") == "\xF0\x9F\x98\x80\xE4\xBD\xA0");
}

TEST_CASE("what is no UTF-8 stays, and folding twice is folding once") {
  CHECK(fold_case("A\xFF\xC3") == "a\xFF\xC3");
  for (std::uint32_t letter = 0; letter < 0x3000; ++letter) {
    const std::string folded = fold_case(utf8::encode(letter));
    CHECK(fold_case(folded) == folded);
  }
}

TEST_CASE("a text is found whatever its case, in linear time") {
  CHECK(
      contains_folded("Gr\xC3\x9C\xC3\x9F"
                      "e aus Berlin",
                      fold_case("\xC3\xBC\xC3\x9F"
                                "E")));
  CHECK(contains_folded("aabaabaaab", "aabaaa"));
  CHECK(contains_folded("abc", ""));
  CHECK(contains_folded("ABC", "abc"));
  CHECK_FALSE(contains_folded("aabaabaab", "aabaaa"));
  CHECK_FALSE(contains_folded("ab", "abc"));
  CHECK_FALSE(contains_folded("", "a"));
  const std::string text(1'000'000, 'a');
  CHECK_FALSE(contains_folded(text, std::string(100'000, 'a') + "b"));
}

}  // namespace postiche::mail
