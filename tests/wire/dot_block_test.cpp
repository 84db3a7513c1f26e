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

struct Form {
  std::string_view name, octets;
};
constexpr Form forms[] = {
    {"lf-dot-lf", "\n.\n"},     {"lf-dot-crlf", "\n.\r\n"}, {"lf-dot-cr", "\n.\r"},
    {"crlf-dot-lf", "\r\n.\n"}, {"crlf-dot-cr", "\r\n.\r"}, {"cr-dot-lf", "\r.\n"},
    {"cr-dot-crlf", "\r.\r\n"}, {"cr-dot-cr", "\r.\r"},
};

// A leading LF without CR before it, a closing CR without LF behind it, and with something behind
// it, or nobody could know.
bool is_at(const std::string& text, std::size_t begin, std::string_view octets) {
  if (text.compare(begin, octets.size(), octets) != 0) return false;
  if (octets.front() == '\n' && text[begin - 1] == '\r') return false;
  const std::size_t behind = begin + octets.size();
  return octets.back() != '\r' || (behind < text.size() && text[behind] != '\n');
}

// The first end of any name in `taken`, and the real one: where its line ends, where it ends.
struct End {
  std::size_t line = std::string::npos, stop = std::string::npos;
};
End find_end(const std::string& text, const std::vector<std::string>& taken) {
  End first;
  const auto look = [&](std::string_view octets) {
    for (std::size_t at = 0; at < text.size(); ++at) {
      if (!is_at(text, at, octets) || at + octets.size() >= first.stop) continue;
      first = {at + octets.find('.'), at + octets.size()};
    }
  };
  look("\r\n.\r\n");
  for (const Form& form : forms) {
    if (std::find(taken.begin(), taken.end(), form.name) != taken.end()) look(form.octets);
  }
  return first;
}

// As plainly as it can be said, octet by octet over the whole text.
Outcome naive(const std::string& input, const std::vector<std::string>& taken = {}) {
  const std::string text = "\r\n" + input;  // a block begins behind a CRLF
  const End end = find_end(text, taken);
  Outcome out;
  out.ended = end.stop != std::string::npos;
  const std::size_t stop = out.ended ? end.stop : text.size();
  for (std::size_t i = 2; i < (out.ended ? end.line : stop); ++i) {
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
  name("bare-lf", [&](std::size_t i) { return heard[i] == '\n' && heard[i - 1] != '\r'; });
  name("bare-cr", [&](std::size_t i) {
    return heard[i] == '\r' && i + 1 < text.size() && text[i + 1] != '\n';
  });
  name("nul-byte", [&](std::size_t i) { return heard[i] == '\0'; });
  for (const Form& form : forms) {
    for (std::size_t at = 0; at < stop; ++at) {
      // One that ends in CR at the very end is known by what follows the block.
      if (!is_at(text, at, form.octets) || at + form.octets.size() > stop) continue;
      out.deviations.emplace_back(form.name);
      break;
    }
  }
  return out;
}

Outcome cut_at(const std::string& input, const std::vector<std::size_t>& cuts,
               const std::vector<std::string>& taken = {}) {
  DotBlock block;
  for (const std::string& name : taken) REQUIRE(block.end_at_too(name));
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
  if (out.ended) out.content.resize(out.content.size() - block.end_given());
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

TEST_CASE(
    "false ends that are taken end random blocks where the plain reference says, at every cut") {
  std::mt19937 random(4);
  for (int round = 0; round < 4000; ++round) {
    std::vector<std::string> taken;
    for (const Form& form : forms) {
      if (random() % 3 == 0) taken.emplace_back(form.name);
    }
    const std::string input = random_text(random, 16, std::string_view("..\r\r\n\na\0", 8));
    const Outcome wanted = naive(input, taken);
    CAPTURE(round);
    REQUIRE(cut_at(input, {}, taken) == wanted);
    for (std::size_t cut = 1; cut < input.size(); ++cut) {
      REQUIRE(cut_at(input, {cut}, taken) == wanted);
    }
  }
}

TEST_CASE("a block tells which false end it took, and knows no other names") {
  DotBlock block;
  CHECK_FALSE(block.end_at_too("dot"));
  CHECK(block.end_at_too("lf-dot-lf"));
  std::string_view bytes = "a\n.\nQUIT\r\n";
  CHECK(block.next(bytes) == "a\n.\n");
  CHECK(block.ended());
  CHECK(block.end_name() == "lf-dot-lf");
  CHECK(block.size() == 2);
  CHECK(given_of_end("lf-dot-lf") == block.end_given());
  CHECK(bytes == "QUIT\r\n");
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
