// SPDX-License-Identifier: MIT
#include "harness/base/show.h"

#include <doctest/doctest.h>

#include <random>

#include "harness/base/utf8.h"

namespace postiche {

TEST_CASE("octets are shown as people can read and write them") {
  CHECK(escape("plain text~") == "plain text~");
  CHECK(escape("a\r\n\tb\\") == "a\\r\\n\\tb\\\\");
  CHECK(escape(std::string("\0\x7f\x1b[0m", 6)) == "\\x00\\x7f\\x1b[0m");
  CHECK(escape("gr\xc3\xbc\xc3\x9f") == "gr\xc3\xbc\xc3\x9f");
  CHECK(escape("\xfc\xc3") == "\\xfc\\xc3");
  CHECK(escape("\xc2\x9b") == "\\xc2\\x9b");  // a control that moves the cursor
}

TEST_CASE("only what escape() writes is read") {
  CHECK(unescape("\\x41\\xFf") == "A\xff");
  for (const char* text : {"\\", "a\\", "\\x", "\\x4", "\\xg0", "\\q", "\\x4\\"}) {
    CAPTURE(text);
    CHECK_FALSE(unescape(text));
  }
}

TEST_CASE("any octets survive, and are shown as valid UTF-8 without controls") {
  std::mt19937 random(4);
  for (int round = 0; round < 2000; ++round) {
    std::string bytes;
    for (int i = 0; i < 20; ++i) bytes += static_cast<char>(random() % 256);
    const std::string shown = escape(bytes);
    CHECK(unescape(shown) == bytes);
    CHECK(utf8::is_valid(shown));
    CHECK(shown.find_first_of("\r\n\t\x1b") == std::string::npos);
  }
}

}  // namespace postiche
