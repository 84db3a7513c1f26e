// SPDX-License-Identifier: MIT
#include "harness/pop3/top.h"

#include <doctest/doctest.h>

#include <string>

using namespace postiche;
using namespace postiche::pop3;

TEST_CASE("the top is the header and so many lines, however the octets are cut") {
  struct Case {
    std::string message;
    std::uint64_t lines;
    std::string top;
  };
  for (const Case& each : std::initializer_list<Case>{
           {"a: b\r\n\r\n1\r\n2\r\n", 0, "a: b\r\n\r\n"},
           {"a: b\r\n\r\n1\r\n2\r\n", 1, "a: b\r\n\r\n1\r\n"},
           {"a: b\r\n\r\n1\r\n2\r\n", 9, "a: b\r\n\r\n1\r\n2\r\n"},
           {"a: b\r\n\r\n1\r\n2", 2, "a: b\r\n\r\n1\r\n2"},
           {"a: b\n\n1\n2\n", 1, "a: b\n\n1\n"},
           {"\r\n1\r\n2\r\n", 1, "\r\n1\r\n"},
           {"a\r\r\n\r\r\n\r\nx\r\n", 0, "a\r\r\n\r\r\n\r\n"},
           {"no header", 1, "no header"},
           {"", 5, ""},
       }) {
    for (const std::size_t step : {1u, 2u, 3u, 100u}) {
      CAPTURE(each.message);
      CAPTURE(step);
      Rope rope;
      for (std::size_t at = 0; at < each.message.size(); at += step) {
        const auto piece = std::make_shared<const std::string>(each.message.substr(at, step));
        rope.append(*piece, piece);
      }
      CHECK(top_of(std::make_shared<const Rope>(rope), each.lines)->flatten() == each.top);
    }
  }
}
