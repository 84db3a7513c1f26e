// SPDX-License-Identifier: MIT
#include "harness/smtp/grammar.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "harness/base/ascii.h"
#include "harness/mail/domain.h"
#include "harness/smtp/lexical.h"
#include "harness/smtp/productions.h"

namespace postiche::smtp {

namespace {

using mail::Findings;

// Characters that no command may hold anywhere: RFC 5321 sec 2.3.1, 4.1.2.
void note_bytes(std::string_view line, Findings& findings) {
  for (char c : line) {
    if (c >= ' ' && c != 127) continue;  // nearly always
    if (c == '\0') {
      // C programs lose the rest of such a line: what was meant is not plain.
      findings.refuse("nul-byte");
    } else if (c == '\t') {
      findings.note("tab-as-space");
    } else if (ascii::is_control(c)) {
      findings.note("control-character");
    }
  }
}

// ehlo = "EHLO" SP ( Domain / address-literal ) CRLF            RFC 5321 sec 4.1.1.1
// helo = "HELO" SP Domain CRLF
// A name that is no domain is let through: the name may not be a reason to refuse mail (RFC 5321
// sec 4.1.4), and clients on desktops greet with whatever their machine is called.
void parse_hello(std::string_view argument, Command& command, Findings& findings) {
  command.domain = take_word(argument);
  if (command.domain.empty()) return findings.refuse("missing-domain");
  if (leading_space(argument) > 0) findings.note("extra-argument");
  Findings domain;
  mail::check_domain(command.domain, domain);
  for (std::string_view deviation : domain.deviations) findings.note(deviation);
  if (ascii::has_8bit(command.line)) findings.note("8bit-in-command");
}

// esmtp-value = 1*(%d33-60 / %d62-126)                          RFC 5321 sec 4.1.2
// esmtp-value =/ UTF8-non-ascii                                 RFC 6531 sec 3.3
bool is_value(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return c != '=' && !ascii::is_control(c); });
}

// esmtp-param = esmtp-keyword ["=" esmtp-value]                 RFC 5321 sec 4.1.2
void parse_parameter(std::string_view word, Command& command, Findings& findings) {
  Parameter parameter;
  const std::size_t equals = word.find('=');
  parameter.keyword = word.substr(0, equals);
  if (equals != std::string_view::npos) {
    parameter.value = word.substr(equals + 1);
    if (parameter.value->empty()) findings.refuse("empty-parameter-value");
    if (!is_value(*parameter.value)) findings.refuse("bad-parameter");
  }
  if (!is_keyword(parameter.keyword)) findings.refuse("bad-parameter");
  // Two values for one thing: which of them was meant is anybody's guess.
  if (command.parameter(parameter.keyword)) findings.refuse("duplicate-parameter");
  command.parameters.push_back(parameter);
}

struct PathWords {
  std::string_view keyword;  // "FROM"
  std::string_view missing;  // the deviation's name
  mail::Direction direction;
};

// What MAIL and RCPT have in common. Postel's old rule, and every client's first mistake: a space
// on either side of the colon, which RFC 5321 sec 3.3 forbids, is let through.
void parse_envelope(std::string_view text, const PathWords& words, Command& command,
                    Findings& findings) {
  if (!ascii::starts_with_ignoring_case(text, words.keyword)) {
    return findings.refuse(words.missing);
  }
  text.remove_prefix(words.keyword.size());
  const std::size_t before = leading_space(text);
  text.remove_prefix(before);
  if (text.empty() || text.front() != ':') return findings.refuse(words.missing);
  if (before > 0) findings.note("space-before-colon");
  text.remove_prefix(1);
  const std::size_t after = leading_space(text);
  if (after > 0) findings.note("space-after-colon");
  text.remove_prefix(after);
  const mail::ParsedPath parsed = mail::parse_path(text, words.direction, findings);
  command.path = parsed.path;
  std::string_view rest = parsed.rest;
  if (rest.empty()) return;
  if (leading_space(rest) == 0) return findings.refuse("text-after-path");
  skip_space(rest, findings);
  parse_parameters(rest, command, findings);
}

// mail = "MAIL FROM:" Reverse-path [SP Mail-parameters] CRLF    RFC 5321 sec 4.1.1.2
void parse_mail(std::string_view argument, Command& command, Findings& findings) {
  parse_envelope(argument, {"FROM", "missing-from", mail::Direction::reverse}, command, findings);
  const bool declared = command.parameter("SMTPUTF8") != nullptr;
  if (!declared && ascii::has_8bit(command.line)) findings.note("8bit-in-command");
}

// rcpt = "RCPT TO:" ( "<Postmaster@" Domain ">" / "<Postmaster>" / Forward-path )
//        [SP Rcpt-parameters] CRLF                              RFC 5321 sec 4.1.1.3
// Whether it may be 8-bit was settled by MAIL, so only the session can say.
void parse_rcpt(std::string_view argument, Command& command, Findings& findings) {
  parse_envelope(argument, {"TO", "missing-to", mail::Direction::forward}, command, findings);
}

// data = "DATA" CRLF                                            RFC 5321 sec 4.1.1.4
// rset = "RSET" CRLF                                            RFC 5321 sec 4.1.1.5
// STARTTLS                                                      RFC 3207 sec 4
// turn = "TURN" CRLF                                            RFC 821 sec 4.1.2
// "servers SHOULD reject commands containing them as having invalid syntax": RFC 5321 sec 4.1.1
void parse_bare(std::string_view argument, Command&, Findings& findings) {
  if (!argument.empty()) findings.refuse("unexpected-argument");
}

// quit = "QUIT" CRLF                                            RFC 5321 sec 4.1.1.10
// Who wants to leave is let go, argument or not.
void parse_quit(std::string_view argument, Command&, Findings& findings) {
  if (!argument.empty()) findings.note("extra-argument");
}

// help = "HELP" [ SP String ] CRLF                              RFC 5321 sec 4.1.1.8
// noop = "NOOP" [ SP String ] CRLF                              RFC 5321 sec 4.1.1.9
// Also whatever is known by name only: its syntax is nobody's here.
void parse_anything(std::string_view, Command&, Findings&) {}

using Production = void (*)(std::string_view argument, Command& command, Findings& findings);

// In the order of Verb.
constexpr std::array<Production, verb_count> productions = {
    parse_anything, parse_hello, parse_hello,      parse_mail,       parse_rcpt,
    parse_bare,     parse_bare,  parse_anything,   parse_string,     parse_string,
    parse_anything, parse_quit,  parse_bare,       parse_auth,       parse_bdat,
    parse_etrn,     parse_bare,  parse_atrn,       parse_anything,   parse_anything,
    parse_anything, parse_hello, parse_attributes, parse_attributes,
};

void refuse_unknown(std::string_view verb, Findings& findings) {
  if (verb.empty()) return findings.refuse("empty-line");
  findings.refuse(is_keyword(verb) ? "unknown-verb" : "garbled-verb");
}

}  // namespace

bool is_keyword(std::string_view text) {
  return !text.empty() && text.front() != '-' && std::all_of(text.begin(), text.end(), [](char c) {
    return ascii::is_alnum(c) || c == '-';
  });
}

void parse_parameters(std::string_view text, Command& command, Findings& findings) {
  while (!text.empty()) {
    parse_parameter(take_word(text), command, findings);
    skip_space(text, findings);
    // Each is looked up among those before it: a bound keeps that linear. No extension needs 32.
    if (command.parameters.size() == 32 && !text.empty()) return findings.refuse("bad-parameter");
  }
}

// A verb, then an argument where the verb has one; verbs ignore case, and white space at the end
// is tolerated: RFC 5321 sec 2.4, 4.1.1.
Command parse_command(std::string_view line) {
  Command command;
  command.line = line;
  Findings findings;
  note_bytes(line, findings);
  std::string_view text = line;
  if (leading_space(text) > 0) findings.note("leading-white-space");
  text.remove_prefix(leading_space(text));
  command.verb_text = take_word(text);
  command.verb = verb_of(command.verb_text);
  command.argument = text.substr(std::min<std::size_t>(text.size(), 1));
  if (!text.empty() && ascii::is_space(text.back())) findings.note("trailing-white-space");
  text = ascii::trim(text);
  // Counted on what is left, so that trailing white space is not reported twice.
  if (!text.empty() && text.data() > command.argument.data()) findings.note("extra-white-space");
  const auto index = static_cast<std::size_t>(command.verb);
  if (command.verb == Verb::unknown) {
    refuse_unknown(command.verb_text, findings);
  } else {
    productions[index](text, command, findings);
  }
  command.deviations = std::move(findings.deviations);
  command.fault = findings.fault;
  return command;
}

std::string print(const Command& command) {
  if (command.verb == Verb::unknown) return std::string(command.line);
  std::string out(name(command.verb));
  if (!command.domain.empty()) return out.append(" ").append(command.domain);
  if (!command.path) {
    const std::string_view argument = ascii::trim(command.argument);
    if (command.verb == Verb::quit || argument.empty()) return out;
    return out.append(" ").append(argument);
  }
  out += command.verb == Verb::mail ? " FROM:<" : " TO:<";
  if (!command.path->source_route.empty()) out.append(command.path->source_route).append(":");
  out.append(command.path->address()).append(">");
  for (const Parameter& parameter : command.parameters) {
    out.append(" ").append(parameter.text());
  }
  return out;
}

}  // namespace postiche::smtp
