// SPDX-License-Identifier: MIT
#include "harness/mail/charset.h"

#include <doctest/doctest.h>

#include "harness/base/utf8.h"

namespace postiche::mail {

TEST_CASE("text of any charset becomes UTF-8") {
  CHECK(to_utf8("h\xFC", "iso-8859-1") == "h\xC3\xBC");
  CHECK(to_utf8("\x93q\x94", "Windows-1252") == "\xE2\x80\x9Cq\xE2\x80\x9D");
  CHECK(to_utf8("\xD4\xC5\xD3\xD4", "KOI8-R") == "\xD1\x82\xD0\xB5\xD1\x81\xD1\x82");
  CHECK(to_utf8("\x1B$B$\"\x1B(B", "iso-2022-jp") == "\xE3\x81\x82");
  CHECK(to_utf8("\xB0\xA1", "ks_c_5601-1987") == "\xEA\xB0\x80");
  CHECK(to_utf8("\xC4\xE3", "gb2312") == "\xE4\xBD\xA0");
  CHECK(to_utf8("+AOQ-", "utf-7") == "\xC3\xA4");
  CHECK(to_utf8("\xE0", "iso-8859-8-i") == "\xD7\x90");
  CHECK(to_utf8("h\xC3\xBC", "UTF-8") == "h\xC3\xBC");
  CHECK(to_utf8("plain", "US-ASCII") == "plain");
  CHECK(to_utf8("plain", "") == "plain");
  const std::string long_text(100'000, '\xFC');
  CHECK(to_utf8(long_text, "iso-8859-1")->size() == 200'000);
}

TEST_CASE("octets that are no text become a replacement character each") {
  CHECK(to_utf8("a\xFF\xC3", "utf-8") == "a\xEF\xBF\xBD\xEF\xBF\xBD");
  CHECK(to_utf8("a\xFC", "us-ascii") == "a\xEF\xBF\xBD");
  CHECK(to_utf8("a\x81", "windows-1252") == "a\xEF\xBF\xBD");
  const auto cut = to_utf8("\x82", "shift_jis");
  CHECK(cut == "\xEF\xBF\xBD");
  CHECK(repair_utf8("\xE2\x82x") == "\xEF\xBF\xBD\xEF\xBF\xBDx");
}

TEST_CASE("a charset that nobody knows is an answer") {
  for (const char* name : {"unknown-8bit", "x", "utf-16//TRANSLIT", "../utf-8", "\"utf-8\"",
                           "utf-8\n", "a b", "utf-8-and-a-name-that-is-longer-than-any-that-is"}) {
    CAPTURE(name);
    CHECK_FALSE(to_utf8("a", name).has_value());
    CHECK_FALSE(is_known_charset(name));
  }
  CHECK(is_known_charset("latin1"));
}

TEST_CASE("whatever comes in, what comes out is UTF-8") {
  std::string every;
  for (int first = 0; first < 256; ++first) {
    for (int second = 0; second < 256; ++second)
      every += {static_cast<char>(first), static_cast<char>(second)};
  }
  for (const char* name :
       {"utf-8", "us-ascii", "iso-8859-15", "utf-7", "utf-16", "utf-16le", "utf-32", "gb18030",
        "big5", "euc-jp", "iso-2022-kr", "hz-gb-2312", "cp949", "ucs-2"}) {
    CAPTURE(name);
    const auto text = to_utf8(every, name);
    if (text) CHECK(utf8::is_valid(*text));
  }
}

}  // namespace postiche::mail
