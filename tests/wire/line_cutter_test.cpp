// SPDX-License-Identifier: MIT
#include "harness/wire/line_cutter.h"

#include <doctest/doctest.h>

#include <random>
#include <vector>

namespace postiche::wire {
namespace {

// Written "raw|text|ending" with a ! where over-long.
std::vector<std::string> cut_all(std::string_view input, const std::vector<std::size_t>& sizes,
                                 std::size_t limit) {
  LineCutter cutter(limit);
  std::vector<std::string> lines;
  std::size_t next = 0;
  while (!input.empty()) {
    const std::size_t size = std::min(input.size(), sizes[next++ % sizes.size()]);
    const std::string segment(input.substr(0, size));
    input.remove_prefix(size);
    std::string_view rest = segment;
    while (const auto line = cutter.cut(rest)) {
      static constexpr const char* endings[] = {"crlf", "lf", "none"};
      lines.push_back(std::string(line->raw) + "|" + std::string(line->text) + "|" +
                      endings[static_cast<int>(line->ending)] + (line->over_long ? "!" : ""));
    }
    CHECK(rest.empty());
  }
  if (cutter.mid_line()) lines.push_back("pending " + std::string(cutter.pending()));
  return lines;
}

}  // namespace

TEST_CASE("lines end in CRLF or LF, and the rest waits") {
  const auto lines = cut_all("a\r\nb\n\r\n\n\rc\r\r\nd", {100}, 100);
  CHECK(lines == std::vector<std::string>{"a\r\n|a|crlf", "b\n|b|lf", "\r\n||crlf", "\n||lf",
                                          "\rc\r\r\n|\rc\r|crlf", "pending d"});
}

TEST_CASE("an over-long line comes in pieces, and its tail is never a line") {
  const auto lines = cut_all("12345678QUIT\r\nNOOP\r\n", {100}, 8);
  CHECK(lines == std::vector<std::string>{"12345678|12345678|none!", "QUIT\r\n|QUIT|crlf!",
                                          "NOOP\r\n|NOOP|crlf"});
}

TEST_CASE("a line ending that the limit cuts in two is still CRLF") {
  const auto lines = cut_all("1234567\r\nNOOP\r\n", {100}, 8);
  CHECK(lines ==
        std::vector<std::string>{"1234567\r|1234567\r|none!", "\n||crlf!", "NOOP\r\n|NOOP|crlf"});
  CHECK(cut_all("12345678\n", {100}, 8).back() == "\n||lf!");
}

TEST_CASE("where lines are cut does not depend on how the octets came") {
  std::mt19937 random(1);
  for (int round = 0; round < 300; ++round) {
    CAPTURE(round);
    std::string input;
    for (std::size_t i = 0; i < 60; ++i) input += "ab\r\n\n"[random() % 5];
    const auto whole = cut_all(input, {input.size()}, 8);
    for (std::size_t cut = 1; cut < input.size(); ++cut) {
      CHECK(cut_all(input, {cut, input.size()}, 8) == whole);
    }
    CHECK(cut_all(input, {1}, 8) == whole);
  }
}

}  // namespace postiche::wire
