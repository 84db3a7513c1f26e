// SPDX-License-Identifier: MIT
#pragma once
// Lines of what one side said, for conversations.

#include <string_view>
#include <vector>

#include "harness/base/ascii.h"
#include "harness/transcript/event.h"

namespace postiche::judge {

// CRLF or LF off.
inline std::string_view without_ending(std::string_view line) {
  if (line.ends_with('\n')) line.remove_suffix(1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// Without their endings; what stands behind the last one is a line too, unless it is nothing.
inline std::vector<std::string_view> lines_in(std::string_view text) {
  std::vector<std::string_view> lines = ascii::split(text, '\n');
  for (std::string_view& line : lines) line = without_ending(line);
  if (!lines.empty() && lines.back().empty()) lines.pop_back();
  return lines;
}

// Where CR and LF do not stand together; npos where they always do.
inline std::size_t lone_ending(std::string_view text) {
  for (std::size_t i = text.find_first_of("\r\n"); i != text.npos;
       i = text.find_first_of("\r\n", i)) {
    if (text.substr(i, 2) != "\r\n") return i;
    i += 2;
  }
  return text.npos;
}

// Secrets are stars in files: what cannot be judged. A lone star is one that somebody said.
inline bool is_masked(std::string_view text) { return text.find("**") != std::string_view::npos; }

// Octets that a rule of the scenario said as they are: who knows what they mean.
inline bool is_raw(const transcript::Event& event) {
  return event.kind == transcript::Kind::bytes && event.direction == transcript::Direction::out &&
         event.field("by") != "honest";
}

}  // namespace postiche::judge
