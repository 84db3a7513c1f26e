// SPDX-License-Identifier: MIT
#include "harness/cli/terminal.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace postiche::cli {
namespace {

// SGR codes, in the order of Tone.
constexpr std::array<std::string_view, 8> codes{"", "2", "36", "33", "35", "32", "31", "33"};

bool wants_colour(std::FILE* out, Colour colour) {
  if (colour != Colour::automatic) return colour == Colour::always;
  return isatty(fileno(out)) != 0 && std::getenv("NO_COLOR") == nullptr;
}

}  // namespace

Terminal::Terminal(std::FILE* out, Colour colour)
    : out_(out), coloured_(wants_colour(out, colour)) {}

std::string Terminal::tinted(Tone tone, std::string_view text) const {
  const std::string_view code = codes[static_cast<std::size_t>(tone)];
  if (!coloured_ || code.empty()) return std::string(text);
  return "\x1b[" + std::string(code) + "m" + std::string(text) + "\x1b[0m";
}

void Terminal::line(std::string_view text) const {
  std::fwrite(text.data(), 1, text.size(), out_);
  std::fputc('\n', out_);
  std::fflush(out_);
}

void Terminal::overwrite(std::string_view text) const {
  if (isatty(fileno(out_)) == 0) return;
  std::fprintf(out_, "\r\x1b[K%.*s", static_cast<int>(text.size()), text.data());
  std::fflush(out_);
}

std::string padded(std::string text, std::size_t width) {
  text.resize(std::max(width, text.size()), ' ');
  return text;
}

void complain(const std::string& sentence) {
  std::fprintf(stderr, "postiche: error: %s\n", sentence.c_str());
}

}  // namespace postiche::cli
