// SPDX-License-Identifier: MIT
#include "harness/wire/dot_stuffer.h"

#include <doctest/doctest.h>

#include <random>
#include <string>

#include "harness/wire/dot_block.h"

namespace postiche::wire {

namespace {

std::string stuffed(std::string_view content, std::size_t cut) {
  DotStuffer stuffer;
  std::string out;
  for (; !content.empty(); content.remove_prefix(std::min(cut, content.size()))) {
    stuffer.append(content.substr(0, cut), out);
  }
  stuffer.finish(out);
  return out;
}

}  // namespace

TEST_CASE("a dot at a line's front becomes two, and the end is added, wherever it is cut") {
  static constexpr const char* rows[][2] = {
      {"", ".\r\n"},
      {"a\r\n", "a\r\n.\r\n"},
      {"a", "a\r\n.\r\n"},
      {".", "..\r\n.\r\n"},
      {".\r\n", "..\r\n.\r\n"},
      {"..a\r\n.b.c\r\nd.\r\n", "...a\r\n..b.c\r\nd.\r\n.\r\n"},
      {"a\r\n\r\n.\r\nb", "a\r\n\r\n..\r\nb\r\n.\r\n"},
      {"a\n.b\r.c", "a\n.b\r.c\r\n.\r\n"},
      {"a\r", "a\r\r\n.\r\n"},
  };
  for (const auto& row : rows) {
    CAPTURE(row[0]);
    for (std::size_t cut = 1; cut < 8; ++cut) CHECK(stuffed(row[0], cut) == row[1]);
  }
}

TEST_CASE("any content that ends a line reads back as it was") {
  std::mt19937 random(7);
  static constexpr std::string_view letters = "\r\n..a";
  for (int i = 0; i < 2000; ++i) {
    std::string content;
    while (content.size() < 20) content += letters[random() % letters.size()];
    content += "\r\n";
    const std::string sent = stuffed(content, 1 + random() % 6);
    DotBlock block;
    std::string heard;
    std::string_view rest = sent;
    while (const auto part = block.next(rest)) heard += *part;
    CHECK(block.ended());
    CHECK(rest.empty());
    CHECK(heard == content + "\r\n");  // and the two octets that it counts to the end
  }
}

}  // namespace postiche::wire
