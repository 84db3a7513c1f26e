// SPDX-License-Identifier: MIT
#include "harness/wire/literal_cutter.h"

#include <doctest/doctest.h>

#include <string>

using namespace postiche::wire;

TEST_CASE("a literal ends where it was announced to, however it is cut") {
  for (std::size_t piece = 1; piece <= 8; ++piece) {
    CAPTURE(piece);
    const std::string stream = "ab\r\ncd rest";
    std::string heard;
    LiteralCutter cutter(6);
    std::size_t at = 0;
    while (!cutter.done()) {
      std::string_view bytes = std::string_view(stream).substr(at, piece);
      const std::size_t size = bytes.size();
      heard += cutter.cut(bytes);
      at += size - bytes.size();
      CHECK(cutter.remaining() == 6 - heard.size());
    }
    CHECK(heard == "ab\r\ncd");
    CHECK(at == 6);
  }
}

TEST_CASE("an empty literal is done at once and eats nothing") {
  LiteralCutter cutter(0);
  CHECK(cutter.done());
  std::string_view bytes = "x";
  CHECK(cutter.cut(bytes) == "");
  CHECK(bytes == "x");
}
