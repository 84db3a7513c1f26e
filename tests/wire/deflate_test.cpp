// SPDX-License-Identifier: MIT
#include "harness/wire/deflate.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

using namespace postiche::wire;

namespace {

const std::vector<std::string> texts = {"a NOOP\r\n", "", std::string(100'000, 'x'),
                                        std::string("\0\xff\r\n", 4), "b LOGOUT\r\n"};

// All that comes out of `octets`, so much at a time.
std::string inflate_all(Inflater& inflater, std::string_view octets, std::size_t most) {
  std::string all;
  while (true) {
    const std::string piece = inflater.inflate(octets, most);
    CHECK(piece.size() <= most);
    if (piece.empty()) return all;
    all += piece;
  }
}

}  // namespace

TEST_CASE("what was deflated inflates to the same, piece by piece, as soon as it is there") {
  Deflater deflater;
  Inflater inflater;
  for (const std::string& text : texts) {
    CHECK(inflate_all(inflater, deflater.deflate(text), 1000) == text);
    CHECK_FALSE(inflater.is_damaged());
  }
}

TEST_CASE("it does not matter where the stream is cut") {
  Deflater deflater;
  std::string stream, plain;
  for (const std::string& text : texts) {
    stream += deflater.deflate(text);
    plain += text;
  }
  for (const std::size_t size : {1, 2, 3, 7, 100}) {
    CAPTURE(size);
    Inflater inflater;
    std::string heard;
    for (std::size_t at = 0; at < stream.size(); at += size) {
      // Exactly as large as the piece, so that the sanitizers see a read past its end.
      const std::vector<char> piece(
          stream.begin() + static_cast<std::ptrdiff_t>(at),
          stream.begin() + static_cast<std::ptrdiff_t>(std::min(at + size, stream.size())));
      heard += inflate_all(inflater, {piece.data(), piece.size()}, 64);
    }
    CHECK(heard == plain);
  }
}

TEST_CASE("what is no DEFLATE is damaged from there on, and gives nothing more") {
  Inflater inflater;
  Deflater deflater;
  CHECK(inflate_all(inflater, deflater.deflate("good"), 100) == "good");
  CHECK(inflate_all(inflater, "\xff\xff\xff and more", 100).empty());
  CHECK(inflater.is_damaged());
  CHECK(inflate_all(inflater, deflater.deflate("good again"), 100).empty());
}

TEST_CASE("a small piece that stands for much comes out in bounded pieces") {
  Deflater deflater;
  const std::string bomb = deflater.deflate(std::string(10'000'000, 'x'));
  CHECK(bomb.size() < 20'000);
  Inflater inflater;
  std::string_view rest = bomb;
  CHECK(inflater.inflate(rest, 5000).size() == 5000);
  CHECK_FALSE(rest.empty());
  CHECK(inflate_all(inflater, rest, 5000).size() == 10'000'000 - 5000);
}
