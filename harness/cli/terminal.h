// SPDX-License-Identifier: MIT
#pragma once
// Colour where a person looks, plain text in a pipe.

#include <cstdio>
#include <string>
#include <string_view>

namespace postiche::cli {

enum class Colour { automatic, always, never };
enum class Tone { plain, dim, client, server, rule, good, bad, caution };

class Terminal {
 public:
  Terminal(std::FILE* out, Colour colour);

  std::string tinted(Tone tone, std::string_view text) const;
  void line(std::string_view text) const;
  // In place of what was written so before, on a terminal; else nothing.
  void overwrite(std::string_view text) const;

 private:
  std::FILE* out_;
  bool coloured_;
};

// With spaces behind it, so that columns stand under each other.
std::string padded(std::string text, std::size_t width);

// "postiche: error: ...", to standard error.
void complain(const std::string& sentence);

}  // namespace postiche::cli
