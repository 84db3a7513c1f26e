// SPDX-License-Identifier: MIT
#include "harness/mail/line_endings.h"

#include <doctest/doctest.h>

namespace postiche::mail {

TEST_CASE("every line ends in CRLF, and none twice") {
  CHECK(with_crlf("a\nb\r\n\n\r\nc") == "a\r\nb\r\n\r\n\r\nc");
  CHECK(with_crlf("a\rb\r\r\n\r") == "a\rb\r\r\n\r");
  CHECK(with_crlf("\n") == "\r\n");
  CHECK(with_crlf("") == "");
  CHECK(with_crlf(with_crlf("a\nb")) == with_crlf("a\nb"));
  std::string out = "x\n";
  append_with_crlf("y\n", out);
  CHECK(out == "x\ny\r\n");
}

}  // namespace postiche::mail
