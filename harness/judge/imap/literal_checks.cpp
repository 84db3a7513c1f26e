// SPDX-License-Identifier: MIT
// Literals of IMAP: when they may be used, and what is in them.

#include "harness/base/ascii.h"
#include "harness/base/base64.h"
#include "harness/imap/grammar/announcement.h"
#include "harness/imap/grammar/grammar.h"
#include "harness/judge/check.h"
#include "harness/judge/imap/acts.h"

namespace postiche::judge {

using imap::Verb;

namespace {

// For each literal that an act announces: look(act, line, announcement).
template <typename Look>
void for_each_announcement(const ImapConversation& conversation, Look look) {
  for (const ImapAct& act : conversation.acts) {
    for (std::size_t i = 0; i < act.lines.size(); ++i) {
      const auto literal = imap::announced_literal(without_ending(act.lines[i]->bytes));
      if (literal && literal->fault.empty()) look(act, *act.lines[i], *literal);
    }
  }
}

// RFC 7888 sec 3
void nonsync_only_when_offered(const ImapConversation& conversation, Finder& finder) {
  for_each_announcement(
      conversation, [&](const ImapAct& act, const Event& line, const imap::Announcement& literal) {
        if (!literal.is_non_synchronizing) return;
        const std::string measured = std::string(literal.text) + " does not wait, and ";
        if (!act.offer) {
          return finder.slip(line, measured + "the capabilities were not known", literal.text);
        }
        const bool offered = act.offer->offers("LITERAL+") || act.offer->offers("LITERAL-");
        finder.expect(offered, line, measured + "LITERAL+ was not offered", literal.text);
      });
}

// RFC 9051 sec 4.3. What was counted wrong shows in what comes behind.
void exact_count(const ImapConversation& conversation, Finder& finder) {
  for_each_command(conversation, [&](const ImapAct& act) {
    const auto& texts = act.utterance.texts;
    for (std::size_t i = 1; i < texts.size(); ++i) {
      const std::string_view behind = texts[i];
      const bool fits = behind.empty() || behind.front() == ' ' || behind.front() == ')';
      const std::size_t size = act.utterance.literals[i - 1].octets.size();
      finder.expect(fits, *act.lines[i],
                    "a literal of " + std::to_string(size) + " octets does not end where it says",
                    behind);
    }
  });
}

// RFC 3516 sec 4.4, RFC 6855 sec 4
void literal8_only_with_binary(const ImapConversation& conversation, Finder& finder) {
  for_each_announcement(conversation, [&](const ImapAct& act, const Event& line,
                                          const imap::Announcement& literal) {
    if (!literal.is_binary) return;
    if (!act.offer) {
      return finder.slip(line, "literal8 was used, and the capabilities were not known",
                         literal.text);
    }
    std::string_view before = without_ending(line.bytes);
    before.remove_suffix(literal.text.size());
    const bool is_utf8 = ascii::to_upper(before).ends_with("UTF8 (");
    const bool may = act.offer->offers("BINARY") || (is_utf8 && act.offer->offers("UTF8=ACCEPT"));
    finder.expect(may, line, "literal8 was used, and BINARY was not offered", literal.text);
  });
}

// Whether it is a command of IMAP by all that one can see.
bool looks_like_command(std::string_view text) {
  imap::Utterance whole;
  whole.texts = {without_ending(text.substr(0, text.find('\n')))};
  const imap::Command command = imap::parse_command(whole, imap::Encoding::modified_utf7);
  return command.verb != Verb::unknown && command.well_formed() && !command.tag.empty();
}

// RFC 3501 sec 2.2.1. A message may begin with what looks like a command, so only the first octets
// of a literal that then does not fit give it away.
void no_interleaved_commands(const ImapConversation& conversation, Finder& finder) {
  for (const ImapAct& act : conversation.acts) {
    if (act.kind == ImapAct::Kind::response) {
      const std::string_view line = without_ending(act.event->bytes);
      const bool is_command = !base64::decode(line) && looks_like_command(line);
      finder.expect(!is_command, *act.event, "a command came within AUTHENTICATE", line);
      continue;
    }
    for (std::size_t i = 0; i + 1 < act.utterance.texts.size(); ++i) {
      const std::string_view behind = act.utterance.texts[i + 1];
      std::string octets = act.utterance.literals[i].octets.copy({0, 200});
      octets += behind;
      const bool fits = behind.empty() || behind.front() == ' ' || behind.front() == ')';
      finder.expect(fits || !looks_like_command(octets), *act.event,
                    "a command came where the octets of a literal were to come");
    }
  }
}

// RFC 9051 sec 4.3.1
void no_nul(const ImapConversation& conversation, Finder& finder) {
  for_each_command(conversation, [&](const ImapAct& act) {
    for (const imap::Literal& literal : act.utterance.literals) {
      if (literal.is_binary) continue;
      const auto& slices = literal.octets.slices();
      const bool has_nul = std::any_of(slices.begin(), slices.end(), [](std::string_view slice) {
        return slice.find('\0') != std::string_view::npos;
      });
      finder.expect(!has_nul, *act.event, "a literal holds a NUL");
    }
  });
}

// RFC 5322 sec 2.3
void append_with_crlf(const ImapConversation& conversation, Finder& finder) {
  for_each_with<imap::AppendArguments>(conversation, [&](const ImapAct& act, const auto& append) {
    for (const imap::AppendedMessage& message : append.messages) {
      if (message.is_binary) continue;
      const std::string octets = message.octets.flatten();
      const std::size_t odd = lone_ending(octets);
      const std::string which = odd == octets.npos ? "" : octets[odd] == '\n' ? "LF" : "CR";
      finder.expect(which.empty(), *act.event,
                    "the message holds a lone " + which + " at octet " + std::to_string(odd));
    }
  });
}

constexpr ImapCheck imap_literal_table[] = {
    {"imap.literal.nonsync-only-when-offered", nonsync_only_when_offered},
    {"imap.literal.exact-octet-count", exact_count},
    {"imap.literal.literal8-only-with-binary", literal8_only_with_binary},
    {"imap.literal.no-interleaved-commands", no_interleaved_commands},
    {"imap.literal.no-nul-octets", no_nul, for_all, Excuse::none},
    {"imap.append.valid-crlf-messages", append_with_crlf, for_all, Excuse::none},
};

}  // namespace

std::span<const ImapCheck> imap_literal_checks() { return imap_literal_table; }

}  // namespace postiche::judge
