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

TEST_CASE("an internationalized address is read in each of its forms") {
  struct Case {
    std::string_view text, meant;
  };
  for (const Case& each : std::initializer_list<Case>{
           {"bob@x.example", "bob@x.example"},
           {"\\x{FC}ml@x", "\xC3\xBCml@x"},
           {"\xC3\xBCml@x", "\xC3\xBCml@x"},
           {"a\\x{2B}b\\x{3D}\\x{5C}\\x{20}", "a+b=\\ "},
           {"\\x{1F600}", "\xF0\x9F\x98\x80"},
           {"\\x{D7FF}\\x{10FFFF}", "\xED\x9F\xBF\xF4\x8F\xBF\xBF"},
       }) {
    CAPTURE(each.text);
    CHECK(mail::decode_utf8_xtext(each.text) == std::string(each.meant));
  }
  for (const char* text :
       {"", "a b", "a+2Bb", "a=b", "\\", "\\x{", "\\x{}", "\\x{F}", "\\x{fc}", "\\x{0FC}",
        "\\x{41}", "\\x{D800}", "\\x{110000}", "\\x{1234567}", "\xFC", "\\y{FC}"}) {
    CAPTURE(text);
    CHECK_FALSE(mail::decode_utf8_xtext(text).has_value());
  }
}
