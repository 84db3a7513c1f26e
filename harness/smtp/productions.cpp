// SPDX-License-Identifier: MIT
#include "harness/smtp/productions.h"

#include <algorithm>

#include "harness/smtp/lexical.h"

namespace postiche::smtp {

using mail::Findings;

// bdat-cmd   ::= "BDAT" SP chunk-size [ SP end-marker ] CR LF   RFC 3030 sec 2
// chunk-size ::= 1*DIGIT
// end-marker ::= "LAST"
// A size that does not fit 64 bits is none: nobody will ever have sent so much.
void parse_bdat(std::string_view argument, Command& command, Findings& findings) {
  const std::string_view digits = take_word(argument);
  if (digits.empty()) return findings.refuse("missing-argument");
  const auto size = ascii::parse_number(digits);
  if (!size) return findings.refuse("bad-chunk-size");
  command.chunk = Chunk{*size, false};
  if (argument.empty()) return;
  skip_space(argument, findings);
  command.chunk->last = ascii::equal_ignoring_case(take_word(argument), "LAST");
  if (!command.chunk->last || !argument.empty()) findings.refuse("unexpected-argument");
}

namespace {

// sasl-mech = 1*20mech-char; UPPER-ALPHA / DIGIT / HYPHEN / UNDERSCORE   RFC 4422 sec 3.1
// Small letters mean the same, as to every server that is about.
bool is_mechanism(std::string_view text) {
  return text.size() <= 20 && std::all_of(text.begin(), text.end(), [](char c) {
           return ascii::is_alnum(c) || c == '-' || c == '_';
         });
}

}  // namespace

// auth-command     = "AUTH" SP sasl-mech [SP initial-response] *(CRLF [base64]) [CRLF cancel]
// initial-response = base64 / "="                               RFC 4954 sec 8
// What is no base64 is the exchange's affair, as it is in each later line of that.
void parse_auth(std::string_view argument, Command& command, Findings& findings) {
  command.mechanism = take_word(argument);
  if (command.mechanism.empty()) return findings.refuse("missing-argument");
  if (!is_mechanism(command.mechanism)) findings.refuse("bad-mechanism-name");
  if (argument.empty()) return;
  skip_space(argument, findings);
  command.initial_response = take_word(argument);
  if (!argument.empty()) findings.refuse("unexpected-argument");
}

}  // namespace postiche::smtp
