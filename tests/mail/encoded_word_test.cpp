// SPDX-License-Identifier: MIT
#include "harness/mail/encoded_word.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "harness/base/ascii.h"
#include "harness/base/utf8.h"

namespace postiche::mail {

namespace {

struct Case {
  std::string text, meaning;
};

void check(const std::vector<Case>& cases) {
  for (const Case& each : cases) {
    CAPTURE(each.text);
    CHECK(decode_encoded_words(each.text) == each.meaning);
  }
}

}  // namespace

TEST_CASE("encoded words are decoded among others") {
  check({{"plain text", "plain text"},
         {"=?utf-8?q?J=C3=BCrgen?= <j@x>", "J\xC3\xBCrgen <j@x>"},
         {"=?ISO-8859-1?Q?a_b=5F?=", "a b_"},
         {"=?UTF-8?B?w7w=?=", "\xC3\xBC"},
         {"=?utf-8*de?q?x?=", "x"},
         {"(=?utf-8?q?a?=)", "(a)"},
         {"a  b =?utf-8?q?c?=  d", "a  b c  d"},
         {"=?utf-8?q?"
          "?=",
          ""},
         {"", ""}});
}

TEST_CASE("white space between encoded words is none, and what is cut by it is whole again") {
  check({{"=?utf-8?q?a?= =?utf-8?q?b?=", "ab"},
         {"=?utf-8?q?a?= \t =?iso-8859-1?b?/A==?=", "a\xC3\xBC"},
         {"=?utf-8?q?a_?= =?utf-8?q?_b?=", "a  b"},
         {"=?utf-8?q?=C3?= =?UTF-8?q?=BC?=", "\xC3\xBC"},
         {"=?utf-8?b?w?= =?utf-8?b?7w=?=", "\xEF\xBF\xBD"},
         {"=?utf-8?q?a?= b =?utf-8?q?c?=", "a b c"},
         {"=?utf-8?q?a?==?utf-8?q?b?=", "ab"}});
}

TEST_CASE("what can't be decoded stays as it is") {
  check({{"=?unknown?q?a?=", "=?unknown?q?a?="},
         {"=?utf-8?x?a?=", "=?utf-8?x?a?="},
         {"=?utf-8?q?a", "=?utf-8?q?a"},
         {"=?utf-8?", "=?utf-8?"},
         {"=?", "=?"},
         {"=?utf-8?q?a?= =?unknown?q?b?=", "a =?unknown?q?b?="},
         {"==?utf-8?q?a?=", "=a"},
         {"1 = 2", "1 = 2"}});
}

TEST_CASE("broken words are decoded as far as they can be meant") {
  check({{"=?utf-8?q?two words?=", "two words"},
         {"x=?utf-8?q?a?=y", "xay"},
         {"=?utf-8?q?=ZZ?=", "=ZZ"},
         {"=?utf-8?q?a=FF?=", "a\xEF\xBF\xBD"},
         {"raw \xFC and \xC3\xBC", "raw \xEF\xBF\xBD and \xC3\xBC"}});
}

TEST_CASE("what is encoded has words of a length that is allowed, and reads back") {
  std::string text = "x";
  for (int i = 0; i < 200; ++i) text += "\xE2\x82\xAC";
  const std::string encoded = encode_words(text);
  CHECK(decode_encoded_words(encoded) == text);
  for (const std::string_view word : ascii::split(encoded, ' ')) CHECK(word.size() <= 75);
  CHECK(encode_words("") == "");
  CHECK(decode_encoded_words(encode_words("\xFF")) == "\xEF\xBF\xBD");
}

TEST_CASE("a field of any length is decoded in linear time") {
  for (const char* text :
       {"=?utf-8?q?a?= ", "=?", "=?utf-8?q?x", "=", " ", "=?koi8-r?q?a?==?koi8-u?q?a?="}) {
    CAPTURE(text);
    std::string field;
    while (field.size() < 500'000) field += text;
    CHECK(utf8::is_valid(decode_encoded_words(field)));
  }
}

}  // namespace postiche::mail
