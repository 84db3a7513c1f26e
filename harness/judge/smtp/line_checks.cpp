// SPDX-License-Identifier: MIT
// How command lines of SMTP are written.

#include "harness/base/ascii.h"
#include "harness/base/show.h"
#include "harness/judge/check.h"

namespace postiche::judge {

using smtp::Verb;

namespace {

// Calls look(act) for every command line.
template <typename Look>
void for_each_command(const SmtpConversation& conversation, Look look) {
  for (const SmtpAct& act : conversation.acts) {
    if (act.kind == SmtpAct::Kind::command) look(act);
  }
}

// RFC 5321 sec 2.3.8: neither CR nor LF comes alone.
void crlf_only(const SmtpConversation& conversation, Finder& finder) {
  for_each_command(conversation, [&](const SmtpAct& act) {
    const std::string_view bytes = act.event->bytes;
    const bool ends_well = bytes.ends_with("\r\n");
    const std::string_view line = bytes.substr(0, bytes.size() - (ends_well ? 2 : 0));
    const std::size_t odd = line.find_first_of("\r\n");
    if (odd == std::string_view::npos) return finder.good(*act.event);
    const std::string which = line[odd] == '\n' ? "LF" : "CR";
    finder.breach(*act.event, "a command line holds a lone " + which, line.substr(odd, 1));
  });
}

// RFC 5321 sec 3.3 and 4.1.1.2: "MAIL FROM:<" with no space around the colon.
void no_space_around_colon(const SmtpConversation& conversation, Finder& finder) {
  for_each_command(conversation, [&](const SmtpAct& act) {
    if (!act.is(Verb::mail) && !act.is(Verb::rcpt)) return;
    const std::string_view argument = act.command.argument;
    const std::size_t colon = argument.find(':');
    if (colon == std::string_view::npos) return;
    const bool before = colon > 0 && ascii::is_space(argument[colon - 1]);
    const bool after = colon + 1 < argument.size() && ascii::is_space(argument[colon + 1]);
    finder.expect(!before && !after, *act.event,
                  std::string("a space stands ") + (after ? "behind" : "before") +
                      " the colon of " + std::string(name(act.command.verb)),
                  argument.substr(after ? colon + 1 : colon - (before ? 1 : 0), 1));
  });
}

constexpr SmtpCheck table[] = {
    {"smtp.line.crlf-only", crlf_only},
    {"smtp.path.no-space-around-colon", no_space_around_colon},
};

}  // namespace

std::span<const SmtpCheck> smtp_line_checks() { return table; }

}  // namespace postiche::judge
