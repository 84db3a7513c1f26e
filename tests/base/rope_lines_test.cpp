// SPDX-License-Identifier: MIT
#include "harness/base/rope_lines.h"

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

namespace postiche {

namespace {

struct Line {
  std::string text;
  std::size_t begin, end, ending;

  friend bool operator==(const Line&, const Line&) = default;
};

std::vector<Line> lines_of(const Rope& rope, std::size_t limit) {
  std::vector<Line> out;
  RopeLines lines(rope, limit);
  while (const auto line = lines.next()) {
    out.push_back({std::string(line->text), line->range.begin, line->range.end, line->ending});
  }
  return out;
}

Rope cut_into(const std::string& text, std::size_t size) {
  Rope rope;
  for (std::size_t at = 0; at < text.size(); at += size) {
    const auto piece = std::make_shared<const std::string>(text.substr(at, size));
    rope.append(*piece, piece);
  }
  return rope;
}

}  // namespace

TEST_CASE("lines are the same wherever the slices of a rope are cut") {
  const std::string text = "one\r\n\r\n\ntwo\rthree\nlonger than shown\r\n\r\r\nlast";
  const std::vector<Line> wanted = {
      {"one", 0, 5, 2},        {"", 5, 7, 2},     {"", 7, 8, 1},      {"two\rthre", 8, 18, 1},
      {"longer t", 18, 37, 2}, {"\r", 37, 40, 2}, {"last", 40, 44, 0}};
  for (std::size_t size = 1; size <= text.size(); ++size) {
    CAPTURE(size);
    CHECK(lines_of(cut_into(text, size), 8) == wanted);
  }
}

TEST_CASE("a rope without octets has no lines, and an ending at the end begins none") {
  CHECK(lines_of(Rope(), 8).empty());
  CHECK(lines_of(Rope("a\n"), 8).size() == 1);
}

}  // namespace postiche
