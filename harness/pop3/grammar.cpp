// SPDX-License-Identifier: MIT
#include "harness/pop3/grammar.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "harness/base/ascii.h"
#include "harness/mail/findings.h"

namespace postiche::pop3 {

namespace {

using mail::Findings;

// Keywords and arguments are of printable ASCII: RFC 1939 sec 3. Beyond it only after UTF8, which
// the session knows of: RFC 6856 sec 2.
void note_bytes(std::string_view line, Findings& findings) {
  for (const char c : line) {
    if (c == '\0') {
      // C programs lose the rest of such a line: what was meant is not plain.
      findings.refuse("nul-byte");
    } else if (c == '\t') {
      findings.note("tab-as-space");
    } else if (ascii::is_control(c)) {
      findings.note("control-character");
    } else if (ascii::is_8bit(c)) {
      findings.note("8bit-in-command");
    }
  }
}

std::size_t leading_space(std::string_view text) {
  return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), ascii::is_space) -
                                  text.begin());
}

// What stands before the next white space; `text` loses it, and the space behind it. "Keywords
// and arguments are each separated by a single SPACE character": RFC 1939 sec 3; more are let
// through.
std::string_view take_word(std::string_view& text, Findings& findings) {
  const auto end = std::find_if(text.begin(), text.end(), ascii::is_space);
  const std::string_view word = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  text.remove_prefix(word.size());
  const std::size_t space = leading_space(text);
  if (space > 1) findings.note("extra-white-space");
  text.remove_prefix(space);
  return word;
}

std::string_view take_argument(std::string_view& text, Findings& findings) {
  if (text.empty()) findings.refuse("missing-argument");
  return take_word(text, findings);
}

void expect_end(std::string_view rest, Findings& findings) {
  if (!rest.empty()) findings.refuse("unexpected-argument");
}

// Message-numbers are decimal: RFC 1939 sec 5. Zero is a number, of no message.
std::optional<std::uint64_t> take_number(std::string_view& text, Findings& findings) {
  const std::string_view word = take_argument(text, findings);
  const auto number = ascii::parse_number(word);
  if (!number && !word.empty()) findings.refuse("bad-number");
  if (number && word.size() > 1 && word.front() == '0') findings.note("leading-zeros");
  return number;
}

// QUIT                                                          RFC 1939 sec 5
// Who wants to leave is let go, argument or not.
void parse_quit(std::string_view argument, Command&, Findings& findings) {
  if (!argument.empty()) findings.note("extra-argument");
}

// STAT, NOOP, RSET                                              RFC 1939 sec 5
// CAPA                                                          RFC 2449 sec 5
// STLS                                                          RFC 2595 sec 4
void parse_bare(std::string_view argument, Command&, Findings& findings) {
  expect_end(argument, findings);
}

// Whatever it is, nobody here knows its syntax.
void parse_anything(std::string_view, Command&, Findings&) {}

// USER name                                                     RFC 1939 sec 7
void parse_user(std::string_view argument, Command& command, Findings& findings) {
  command.user = take_argument(argument, findings);
  expect_end(argument, findings);
}

// PASS string                                                   RFC 1939 sec 7
// "Since the PASS command has exactly one argument, a POP3 server may treat spaces in the argument
// as part of the password": they are, at both ends too.
void parse_pass(std::string_view, Command& command, Findings& findings) {
  command.password = command.argument;
  if (command.password.empty()) return findings.refuse("missing-argument");
  if (command.password.find(' ') != std::string_view::npos) findings.note("space-in-password");
}

// APOP name digest                                              RFC 1939 sec 7
// digest: 16 octets in hexadecimal, lower case.
void parse_apop(std::string_view argument, Command& command, Findings& findings) {
  command.user = take_argument(argument, findings);
  command.digest = take_argument(argument, findings);
  expect_end(argument, findings);
  const auto is_hex = [](char c) {
    return ascii::is_digit(c) || (ascii::lower(c) >= 'a' && ascii::lower(c) <= 'f');
  };
  const std::string_view digest = command.digest;
  if (digest.empty()) return;
  if (digest.size() != 32 || !std::all_of(digest.begin(), digest.end(), is_hex)) {
    return findings.refuse("bad-digest");
  }
  if (ascii::to_lower(digest) != digest) findings.note("upper-case-digest");
}

// sasl-mech = 1*20mech-char; mech-char = %x41-5A / DIGIT / "-" / "_"      RFC 4422 sec 3.1
bool is_mechanism(std::string_view text) {
  return !text.empty() && text.size() <= 20 && std::all_of(text.begin(), text.end(), [](char c) {
    return ascii::is_alnum(c) || c == '-' || c == '_';
  });
}

// "AUTH" [SP sasl-mech [SP initial-response]]                   RFC 5034 sec 4
// Without a mechanism it asks which there are, as clients did before CAPA: RFC 5034 sec 5.
void parse_auth(std::string_view argument, Command& command, Findings& findings) {
  if (argument.empty()) return;
  command.mechanism = take_word(argument, findings);
  if (!is_mechanism(command.mechanism)) findings.refuse("bad-mechanism-name");
  if (argument.empty()) return;
  command.initial_response = take_word(argument, findings);
  expect_end(argument, findings);
}

// LIST [msg], UIDL [msg]                                        RFC 1939 sec 5, 7
void parse_optional_message(std::string_view argument, Command& command, Findings& findings) {
  if (argument.empty()) return;
  command.message = take_number(argument, findings);
  expect_end(argument, findings);
}

// RETR msg, DELE msg                                            RFC 1939 sec 5
void parse_message(std::string_view argument, Command& command, Findings& findings) {
  command.message = take_number(argument, findings);
  expect_end(argument, findings);
}

// TOP msg n                                                     RFC 1939 sec 7
void parse_top(std::string_view argument, Command& command, Findings& findings) {
  command.message = take_number(argument, findings);
  command.lines = take_number(argument, findings);
  expect_end(argument, findings);
}

// "LANG" [SP lang-range]                                        RFC 6856 sec 3
// language-range = (1*8ALPHA *("-" 1*8alphanum)) / "*"          RFC 4647 sec 2.1
void parse_lang(std::string_view argument, Command& command, Findings& findings) {
  if (argument.empty()) return;
  command.language = take_word(argument, findings);
  expect_end(argument, findings);
  if (command.language == "*") return;
  for (const std::string_view part : ascii::split(command.language, '-')) {
    const bool good =
        !part.empty() && part.size() <= 8 && std::all_of(part.begin(), part.end(), ascii::is_alnum);
    if (!good) findings.refuse("bad-language-tag");
  }
}

using Production = void (*)(std::string_view argument, Command& command, Findings& findings);

// In the order of Verb. UTF8 takes no arguments: RFC 6856 sec 2.1.
constexpr std::array<Production, verb_count> productions = {
    parse_anything,
    parse_user,
    parse_pass,
    parse_apop,
    parse_auth,
    parse_bare,
    parse_bare,
    parse_lang,
    parse_bare,
    parse_bare,
    parse_optional_message,
    parse_optional_message,
    parse_message,
    parse_top,
    parse_message,
    parse_bare,
    parse_bare,
    parse_quit,
};

// Keywords consist of printable ASCII: RFC 1939 sec 3.
void refuse_unknown(std::string_view verb, Findings& findings) {
  if (verb.empty()) return findings.refuse("empty-line");
  const bool is_word = std::all_of(verb.begin(), verb.end(), ascii::is_alnum);
  findings.refuse(is_word ? "unknown-verb" : "garbled-verb");
}

}  // namespace

Command parse_command(std::string_view line) {
  Command command;
  command.line = line;
  Findings findings;
  note_bytes(line, findings);
  std::string_view text = line;
  if (leading_space(text) > 0) findings.note("leading-white-space");
  text.remove_prefix(leading_space(text));
  const auto end = std::find_if(text.begin(), text.end(), ascii::is_space);
  command.verb_text = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  command.verb = verb_of(command.verb_text);
  text.remove_prefix(command.verb_text.size());
  command.argument = text.substr(std::min<std::size_t>(text.size(), 1));
  // A password may begin and end with white space.
  if (command.verb != Verb::pass) {
    if (!text.empty() && ascii::is_space(text.back())) findings.note("trailing-white-space");
    text = ascii::trim(text);
    if (!text.empty() && text.data() > command.argument.data()) findings.note("extra-white-space");
  }
  if (command.verb == Verb::unknown) refuse_unknown(command.verb_text, findings);
  productions.at(static_cast<std::size_t>(command.verb))(text, command, findings);
  command.deviations = std::move(findings.deviations);
  command.fault = findings.fault;
  return command;
}

std::string print(const Command& command) {
  if (command.verb == Verb::unknown) return std::string(command.line);
  std::string out(name(command.verb));
  const auto add = [&](std::string_view word) {
    if (!word.empty()) out.append(" ").append(word);
  };
  add(command.user);
  add(command.password);
  add(ascii::to_lower(command.digest));
  add(command.mechanism);
  add(command.initial_response.value_or(""));
  if (command.message) add(std::to_string(*command.message));
  if (command.lines) add(std::to_string(*command.lines));
  add(command.language);
  return out;
}

}  // namespace postiche::pop3
