// SPDX-License-Identifier: MIT
#include "harness/smtp/productions.h"

#include <algorithm>

#include "harness/mail/domain.h"
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

namespace {

// What is wrong with a queue's domain refuses the command, since mail would be sent there.
void check_queue(std::string_view domain, Findings& findings) {
  mail::check_domain(domain, findings);
  if (domain.starts_with('[')) findings.refuse("bad-address-literal");
}

}  // namespace

// etrn = "ETRN" SP [option character] node-name CRLF            RFC 1985 sec 5.2
// "@" is for a domain and all below it, "#" for a queue that is not named after a domain.
void parse_etrn(std::string_view argument, Command& command, Findings& findings) {
  if (argument.empty()) return findings.refuse("missing-argument");
  const std::string_view node = take_word(argument);
  if (!argument.empty()) findings.refuse("unexpected-argument");
  command.queues.push_back(node);
  const bool named = node.starts_with('#');
  const std::string_view name = node.substr(named || node.starts_with('@') ? 1 : 0);
  if (name.empty()) return findings.refuse("missing-domain");
  if (!named) check_queue(name, findings);
}

// atrn = "ATRN" [SP domain *("," domain)]                       RFC 2645 sec 5.2.1
void parse_atrn(std::string_view argument, Command& command, Findings& findings) {
  if (argument.empty()) return;
  const std::string_view list = take_word(argument);
  if (!argument.empty()) findings.refuse("unexpected-argument");
  for (const std::string_view domain : ascii::split(list, ',')) {
    command.queues.push_back(domain);
    check_queue(domain, findings);
    // As many as fit into a line of 512 octets are fewer.
    if (command.queues.size() == 256) return;
  }
}

// xclient = "XCLIENT" 1*( SP attribute-name "=" attribute-value ), as Postfix has it
void parse_attributes(std::string_view argument, Command& command, Findings& findings) {
  if (argument.empty()) return findings.refuse("missing-argument");
  parse_parameters(argument, command, findings);
  for (const Parameter& attribute : command.parameters) {
    if (!attribute.value) findings.refuse("bad-parameter");
  }
}

// vrfy = "VRFY" SP String [ SP "SMTPUTF8" ] CRLF                RFC 6531 sec 3.7.4.2
// expn = "EXPN" SP String [ SP "SMTPUTF8" ] CRLF
void parse_string(std::string_view argument, Command& command, Findings& findings) {
  if (argument.empty()) return findings.refuse("missing-argument");
  command.text = argument;
  const std::size_t space = argument.find_last_of(" \t");
  if (space == std::string_view::npos) return;
  const std::string_view last = argument.substr(space + 1);
  if (!ascii::equal_ignoring_case(last, "SMTPUTF8")) return;
  command.parameters.push_back({last, std::nullopt});
  command.text = ascii::trim(argument.substr(0, space));
}

}  // namespace postiche::smtp
