// SPDX-License-Identifier: MIT
#include "harness/wire/dot_block.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

namespace postiche::wire {
namespace {

struct Outcome {
  std::string content, rest;
  bool ended = false;
  std::vector<std::string> deviations;

  friend bool operator==(const Outcome&, const Outcome&) = default;
};

// As plainly as it can be said, octet by octet over the whole text.
Outcome naive(const std::string& input) {
  const std::string text = "\r\n" + input;  // a block begins behind a CRLF
  std::size_t end = text.find("\r\n.\r\n");
  Outcome out;
  out.ended = end != std::string::npos;
  const std::size_t stop = out.ended ? end + 5 : text.size();
  for (std::size_t i = 2; i < (out.ended ? end + 2 : stop); ++i) {
    if (text[i] == '.' && text[i - 1] == '\n' && text[i - 2] == '\r') continue;
    out.content += text[i];
  }
  out.rest = text.substr(stop);
  const std::string heard = text.substr(0, stop);
  const auto name = [&](const char* word, auto&& holds) {
    for (std::size_t i = 2; i < heard.size(); ++i) {
      if (!holds(i)) continue;
      out.deviations.emplace_back(word);
      return;
    }
  };
  // `form` at i, a leading LF without CR before it, a closing CR without LF behind it (and with
  // something behind it, or nobody could know).
  const auto form = [&](std::string_view wanted) {
    return [&heard, wanted](std::size_t i) {
      const std::size_t begin = wanted.front() == '\r' && wanted[1] == '\n' ? i - 2 : i;
      if (heard.compare(begin, wanted.size(), wanted) != 0) return false;
      if (wanted.front() == '\n' && heard[begin - 1] == '\r') return false;
      const std::size_t behind = begin + wanted.size();
      return wanted.back() != '\r' || (behind < heard.size() && heard[behind] != '\n');
    };
  };
  name("bare-lf", [&](std::size_t i) { return heard[i] == '\n' && heard[i - 1] != '\r'; });
  name("bare-cr", [&](std::size_t i) {
    return heard[i] == '\r' && i + 1 < heard.size() && heard[i + 1] != '\n';
  });
  name("nul-byte", [&](std::size_t i) { return heard[i] == '\0'; });
  name("lf-dot-lf", form("\n.\n"));
  name("lf-dot-crlf", form("\n.\r\n"));
  name("lf-dot-cr", form("\n.\r"));
  name("crlf-dot-lf", form("\r\n.\n"));
  name("crlf-dot-cr", form("\r\n.\r"));
  name("cr-dot-lf", form("\r.\n"));
  name("cr-dot-crlf", form("\r.\r\n"));
  name("cr-dot-cr", form("\r.\r"));
  return out;
}

Outcome cut_at(const std::string& input, const std::vector<std::size_t>& cuts) {
  DotBlock block;
  Outcome out;
  std::size_t begin = 0;
  for (std::size_t next = 0; begin < input.size(); ++next) {
    const std::size_t end = next < cuts.size() ? cuts[next] : input.size();
    const std::string segment = input.substr(begin, end - begin);
    std::string_view rest = segment;
    while (const auto run = block.next(rest)) out.content += *run;
    if (block.ended()) out.rest += rest;
    begin = end;
  }
  out.ended = block.ended();
  if (out.ended) out.content.resize(out.content.size() - 2);
  for (const std::string_view name : block.deviations()) out.deviations.emplace_back(name);
  CHECK(block.size() == out.content.size());
  return out;
}

std::string random_text(std::mt19937& random, std::size_t size, std::string_view letters) {
  std::string text;
  while (text.size() < size) text += letters[random() % letters.size()];
  return text;
}

}  // namespace

TEST_CASE("stuffing is taken off and the end is found") {
  const Outcome out = cut_at("a\r\n..b\r\n.c\r\n.\r\nQUIT\r\n", {});
  CHECK(out.content == "a\r\n.b\r\nc\r\n");
  CHECK(out.rest == "QUIT\r\n");
  CHECK(out.deviations.empty());
}

TEST_CASE("an empty block ends at once") {
  const Outcome out = cut_at(".\r\n", {});
  CHECK(out.ended);
  CHECK(out.content.empty());
}

TEST_CASE("short random blocks are as the plain reference says, at every cut") {
  std::mt19937 random(2);
  for (int round = 0; round < 3000; ++round) {
    const std::string input = random_text(random, 24, std::string_view("..\r\r\n\na\0", 8));
    const Outcome wanted = naive(input);
    CAPTURE(round);
    REQUIRE(cut_at(input, {}) == wanted);
    for (std::size_t cut = 1; cut < input.size(); ++cut) REQUIRE(cut_at(input, {cut}) == wanted);
  }
}

TEST_CASE("long blocks, where windows are skipped, are as the plain reference says") {
  std::mt19937 random(3);
  for (int round = 0; round < 400; ++round) {
    std::string input;
    while (input.size() < 9000) {
      input += random_text(random, random() % 1100, "abcdefgh ");
      input += random() % 60 == 0 ? random_text(random, 3, std::string_view(".\r\n\0", 4)) : "\r\n";
      if (random() % 30 == 0) input += '.';
    }
    if (random() % 2 == 0) input += "\r\n.\r\nrest";
    const Outcome wanted = naive(input);
    CAPTURE(round);
    REQUIRE(cut_at(input, {}) == wanted);
    std::vector<std::size_t> cuts;
    for (int i = 0; i < 5; ++i) cuts.push_back(random() % input.size());
    std::sort(cuts.begin(), cuts.end());
    REQUIRE(cut_at(input, cuts) == wanted);
  }
}

}  // namespace postiche::wire
