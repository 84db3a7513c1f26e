// SPDX-License-Identifier: MIT
// How command lines of POP3 are written.

#include "harness/base/ascii.h"
#include "harness/judge/check.h"
#include "harness/judge/deviations.h"
#include "harness/judge/lines.h"
#include "harness/judge/pop3/acts.h"

namespace postiche::judge {

using pop3::Verb;

namespace {

// RFC 1939 sec 3
void crlf_and_single_blanks(const Pop3Conversation& conversation, Finder& finder) {
  constexpr std::string_view odd[] = {"leading-white-space", "trailing-white-space",
                                      "extra-white-space", "tab-as-space", "empty-line"};
  for_each_command(conversation, [&](const Pop3Act& act) {
    if (!act.event->bytes.ends_with("\r\n")) {
      return finder.breach(*act.event, verb_of(act) + " does not end in CRLF");
    }
    const std::string_view found = found_in(act.command, odd);
    finder.expect(found.empty(), *act.event,
                  "a command line is not written as it should be: " + std::string(found));
  });
}

// RFC 2449 sec 4. Who has never heard of it takes arguments of 40 characters: RFC 1939 sec 3.
void command_length_limit(const Pop3Conversation& conversation, Finder& finder) {
  constexpr std::size_t most = 255, most_of_argument = 40;
  for_each_command(conversation, [&](const Pop3Act& act) {
    const std::size_t size = act.event->bytes.size();
    if (size > most) {
      return finder.breach(*act.event, "a command line has " + std::to_string(size) +
                                           " octets, at most " + std::to_string(most) +
                                           " are allowed");
    }
    const std::string_view argument = act.command.argument;
    for (const std::string_view word : ascii::split(argument, ' ')) {
      if (!act.knows_no_capa || word.size() <= most_of_argument) continue;
      return finder.breach(*act.event,
                           "an argument has " + std::to_string(word.size()) +
                               " octets, and the server knows no CAPA",
                           word);
    }
    finder.good(*act.event);
  });
}

// RFC 1939 sec 3; RFC 6856 sec 2.1
void printable_ascii_only(const Pop3Conversation& conversation, Finder& finder) {
  for_each_command(conversation, [&](const Pop3Act& act) {
    const std::string_view line = act.command.line;
    const auto odd = std::find_if(line.begin(), line.end(), [&](char c) {
      return (ascii::is_control(c) && c != '\t') || (ascii::is_8bit(c) && !act.is_utf8);
    });
    if (odd == line.end()) return finder.good(*act.event);
    const bool is_8bit = ascii::is_8bit(*odd);
    finder.breach(
        *act.event,
        verb_of(act) + (is_8bit ? " holds an octet above 127" : " holds a control character"),
        line.substr(static_cast<std::size_t>(odd - line.begin()), 1));
  });
}

// RFC 1939 sec 7
void two_arguments_of_top(const Pop3Conversation& conversation, Finder& finder) {
  for_each(conversation, {Verb::top}, [&](const Pop3Act& act) {
    finder.expect(act.command.message && act.command.lines && act.command.well_formed(), *act.event,
                  "TOP has no two numbers", act.command.argument);
  });
}

// RFC 1939 sec 7. What the digest is of, only the server can tell.
void digest_of_apop(const Pop3Conversation& conversation, Finder& finder) {
  constexpr std::string_view odd[] = {"bad-digest", "upper-case-digest", "missing-argument"};
  for_each(conversation, {Verb::apop}, [&](const Pop3Act& act) {
    const std::string_view found = found_in(act.command, odd);
    finder.expect(found.empty(), *act.event,
                  "the digest of APOP is not 32 small hexadecimal digits", act.command.digest);
  });
}

constexpr Pop3Check pop3_line_table[] = {
    {"pop3.line.crlf-and-single-blanks", crlf_and_single_blanks, for_all, Excuse::none},
    {"pop3.line.command-length-limit", command_length_limit, for_all, Excuse::none},
    {"pop3.line.printable-ascii-only", printable_ascii_only, for_all, Excuse::none},
    {"pop3.top.two-decimal-arguments", two_arguments_of_top, for_all, Excuse::none},
    {"pop3.apop.correct-lowercase-digest", digest_of_apop, for_all, Excuse::none},
};

}  // namespace

std::span<const Pop3Check> pop3_line_checks() { return pop3_line_table; }

}  // namespace postiche::judge
