// SPDX-License-Identifier: MIT
#pragma once
// What the productions of all commands are made of.

#include <string_view>

#include "harness/base/ascii.h"
#include "harness/mail/findings.h"
#include "harness/smtp/command.h"

namespace postiche::smtp {

inline std::size_t leading_space(std::string_view text) {
  std::size_t n = 0;
  while (n < text.size() && ascii::is_space(text[n])) ++n;
  return n;
}

// What stands before the next white space; `text` loses it.
inline std::string_view take_word(std::string_view& text) {
  std::size_t n = 0;
  while (n < text.size() && !ascii::is_space(text[n])) ++n;
  const std::string_view word = text.substr(0, n);
  text.remove_prefix(n);
  return word;
}

// SP; more than one is let through.
inline void skip_space(std::string_view& text, mail::Findings& findings) {
  const std::size_t n = leading_space(text);
  if (n > 1) findings.note("extra-white-space");
  text.remove_prefix(n);
}

// esmtp-keyword = (ALPHA / DIGIT) *(ALPHA / DIGIT / "-")        RFC 5321 sec 4.1.2
bool is_keyword(std::string_view text);

// Mail-parameters = esmtp-param *(SP esmtp-param)               RFC 5321 sec 4.1.2
// `text` starts behind the space.
void parse_parameters(std::string_view text, Command& command, mail::Findings& findings);

}  // namespace postiche::smtp
