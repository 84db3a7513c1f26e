// SPDX-License-Identifier: MIT
// How commands of IMAP are written.

#include <set>

#include "harness/base/ascii.h"
#include "harness/judge/check.h"
#include "harness/judge/deviations.h"
#include "harness/judge/imap/acts.h"

namespace postiche::judge {

using imap::Verb;

namespace {

using Names = std::initializer_list<std::string_view>;

// Judges each command of `conversation` that `concerns` by what the grammar found odd.
template <typename Concerns>
void judge_grammar(const ImapConversation& conversation, Finder& finder, Names odd,
                   const std::string& what, Concerns concerns) {
  for_each_command(conversation, [&](const ImapAct& act) {
    if (!is_readable(act)) return;
    const std::string found(found_in(act.command, odd));
    if (!found.empty()) {
      const std::string verb = verb_of(act);
      finder.breach(*act.event, (verb.empty() ? "a command" : verb) + what + found);
    } else if (act.command.well_formed() && concerns(act)) {
      finder.good(*act.event);
    }
  });
}

// RFC 9051 sec 2.2
void crlf_only(const ImapConversation& conversation, Finder& finder) {
  for (const ImapAct& act : conversation.acts) {
    for (const Event* const event : act.lines) {
      const std::string_view bytes = event->bytes;
      const bool ends_well = bytes.ends_with("\r\n");
      const std::size_t odd =
          bytes.substr(0, bytes.size() - (ends_well ? 2 : 0)).find_first_of("\r\n");
      if (odd == std::string_view::npos) {
        finder.good(*event);
        continue;
      }
      const std::string which = bytes[odd] == '\n' ? "LF" : "CR";
      finder.breach(*event, "a command line holds a lone " + which, bytes.substr(odd, 1));
    }
  }
}

// RFC 9051 sec 9
void valid_tags(const ImapConversation& conversation, Finder& finder) {
  for_each_command(conversation, [&](const ImapAct& act) {
    const std::string_view found = found_in(act.command, Names{"bad-tag", "missing-tag"});
    const std::string_view word = act.command.line.substr(0, act.command.line.find(' '));
    if (!found.empty()) {
      finder.breach(*act.event, "a command has no tag that could be one", word);
    } else if (!act.command.tag.empty()) {
      finder.good(*act.event);
    }
  });
}

// RFC 9051 sec 2.2.1
void unique_tags(const ImapConversation& conversation, Finder& finder) {
  std::set<std::string_view> seen;
  for_each_command(conversation, [&](const ImapAct& act) {
    const std::string_view tag = act.command.tag;
    if (tag.empty()) return;
    finder.expect(seen.insert(tag).second, *act.event,
                  "the tag " + std::string(tag) + " was used before", tag);
  });
}

void exact_grammar(const ImapConversation& conversation, Finder& finder) {
  const Names odd = {
      "trailing-white-space",
      "extra-white-space",
      "tab-as-space",
      "missing-space",
      "missing-argument",
      "unexpected-argument",
      "extra-argument",
      "missing-parentheses",
      "unclosed-list",
      "missing-verb",
      "garbled-verb",
      "empty-line",
      "bad-atom",
      "quoted-atom",
      "8bit-in-atom",
      "bad-literal",
      "literal-as-atom",
      "unexpected-literal8",
      "missing-literal",
      "bad-number",
      "missing-quotes",
      "nul-byte",
      "vanished-alone",
      "bad-mechanism-name",
      "lone-recursive-match",
  };
  judge_grammar(conversation, finder, odd,
                " does not follow the grammar: ", [](const ImapAct&) { return true; });
}

// RFC 9051 sec 4.3
void quoted_strings(const ImapConversation& conversation, Finder& finder) {
  judge_grammar(conversation, finder,
                {"bad-escape", "8bit-in-quotes", "unclosed-quotes", "bad-utf8"},
                " has a string that is not quoted well: ", [](const ImapAct& act) {
                  return act.command.argument.find('"') != std::string_view::npos;
                });
}

bool has_set(const ImapAct& act) {
  switch (act.command.verb) {
    case Verb::fetch:
    case Verb::store:
    case Verb::copy:
    case Verb::move:
      return true;
    default:
      return act.is(Verb::expunge) && act.command.by_uid();
  }
}

// RFC 9051 sec 9
void message_sets(const ImapConversation& conversation, Finder& finder) {
  judge_grammar(conversation, finder, {"bad-sequence-set", "leading-zeros"},
                " has a set of messages that is none: ", has_set);
}

// RFC 3501 sec 2.3.2; those that a server may add later are none that a client may set.
std::string unknown_flag(const std::vector<std::string>& flags) {
  constexpr std::string_view known[] = {"\\Answered", "\\Flagged", "\\Deleted", "\\Seen",
                                        "\\Draft"};
  for (const std::string& flag : flags) {
    if (flag.starts_with('\\') && !ascii::contains_ignoring_case(known, flag)) return flag;
  }
  return {};
}

void flags_of_messages(const ImapConversation& conversation, Finder& finder) {
  const auto judge = [&](const ImapAct& act, const std::vector<std::string>& flags) {
    const std::string odd = unknown_flag(flags);
    if (!odd.empty()) {
      finder.breach(*act.event, "no client may set the flag " + odd);
    } else if (!flags.empty()) {
      finder.good(*act.event);
    }
  };
  for_each_command(conversation, [&](const ImapAct& act) {
    if (!found_in(act.command, Names{"bad-flag"}).empty()) {
      return finder.breach(*act.event, verb_of(act) + " has a flag that is none");
    }
    if (const auto* store = std::get_if<imap::StoreArguments>(&act.command.arguments)) {
      judge(act, store->flags);
    }
    const auto* const append = std::get_if<imap::AppendArguments>(&act.command.arguments);
    if (!append) return;
    for (const imap::AppendedMessage& message : append->messages) judge(act, message.flags);
  });
}

bool has_day(const imap::SearchKey& key) {
  using Kind = imap::SearchKey::Kind;
  const bool is_day = (key.kind >= Kind::before && key.kind <= Kind::saved_since);
  return is_day || std::any_of(key.keys.begin(), key.keys.end(), has_day);
}

bool has_date(const ImapAct& act) {
  if (const auto* search = std::get_if<imap::SearchArguments>(&act.command.arguments)) {
    return has_day(search->key);
  }
  const auto* const append = std::get_if<imap::AppendArguments>(&act.command.arguments);
  return append && std::any_of(append->messages.begin(), append->messages.end(),
                               [](const auto& message) { return message.date.has_value(); });
}

// RFC 3501 sec 9
void dates(const ImapConversation& conversation, Finder& finder) {
  judge_grammar(conversation, finder, {"bad-date"}, " has a date that is none of IMAP: ", has_date);
}

// Macros stand alone: RFC 3501 sec 6.4.5.
bool has_macro_in_list(const ImapAct& act) {
  constexpr std::string_view macros[] = {"ALL", "FAST", "FULL"};
  const std::string_view argument = act.command.argument;
  const std::size_t begin = argument.find('(');
  if (!act.is(Verb::fetch) || begin == std::string_view::npos) return false;
  const std::string_view list = argument.substr(begin + 1);
  for (const std::string_view word : ascii::split(list.substr(0, list.find_first_of("[)")), ' ')) {
    if (ascii::contains_ignoring_case(macros, word)) return true;
  }
  return false;
}

// What is wrong between the brackets of a section or behind them has other names too.
std::string odd_item(const ImapAct& act) {
  const std::string_view found = found_in(act.command, Names{"bad-section", "bad-partial"});
  if (!found.empty()) return std::string(found);
  const bool has_section = act.command.argument.find('[') != std::string_view::npos;
  const Names inside = {"missing-argument", "bad-number"};
  return has_section ? std::string(found_in(act.command, inside)) : "";
}

void fetch_items(const ImapConversation& conversation, Finder& finder) {
  for_each(conversation, {Verb::fetch}, [&](const ImapAct& act) {
    const std::string odd = odd_item(act);
    if (!odd.empty()) {
      finder.breach(*act.event, verb_of(act) + " has an item that is not well formed: " + odd);
    } else if (has_macro_in_list(act)) {
      finder.breach(*act.event, verb_of(act) + " has a macro that does not stand alone");
    } else if (act.command.well_formed()) {
      finder.good(*act.event);
    }
  });
}

// RFC 3501 sec 5.1.3
void mailbox_names(const ImapConversation& conversation, Finder& finder) {
  for_each_command(conversation, [&](const ImapAct& act) {
    const std::string found(
        found_in(act.command, Names{"8bit-in-mailbox-name", "bad-mailbox-name"}));
    const bool names_one = std::holds_alternative<imap::MailboxArguments>(act.command.arguments) ||
                           std::holds_alternative<imap::SelectArguments>(act.command.arguments);
    if (act.speaks_utf8()) return;
    if (!found.empty()) {
      finder.breach(*act.event, verb_of(act) + " has a name that is no modified UTF-7: " + found);
    } else if (names_one) {
      finder.good(*act.event);
    }
  });
}

// RFC 2971 sec 3.3
void limits_of_id(const ImapConversation& conversation, Finder& finder) {
  for_each_with<imap::IdArguments>(conversation, [&](const ImapAct& act, const auto& id) {
    if (!found_in(act.command, Names{"over-id-limits"}).empty()) {
      return finder.breach(*act.event, "ID has more than it may have");
    }
    std::set<std::string> seen;
    for (const auto& [field, value] : id.fields) {
      if (seen.insert(ascii::to_lower(field)).second) continue;
      return finder.breach(*act.event, "ID has the field " + field + " twice");
    }
    finder.good(*act.event);
  });
}

constexpr ImapCheck imap_line_table[] = {
    {"imap.line.crlf-only", crlf_only, for_all, Excuse::none},
    {"imap.tag.valid-characters", valid_tags, for_all, Excuse::none},
    {"imap.tag.unique-per-command", unique_tags, for_all, Excuse::none},
    {"imap.syntax.exact-grammar-and-spacing", exact_grammar, for_all, Excuse::none},
    {"imap.string.valid-quoted-strings", quoted_strings, for_all, Excuse::none},
    {"imap.set.valid-message-sets", message_sets, for_all, Excuse::none},
    {"imap.flags.valid-and-never-recent", flags_of_messages, for_all, Excuse::none},
    {"imap.date.valid-date-formats", dates, for_all, Excuse::none},
    {"imap.fetch.well-formed-items", fetch_items, for_all, Excuse::none},
    {"imap.mailbox.valid-modified-utf7", mailbox_names},
    {"imap.id.respect-field-limits", limits_of_id, for_all, Excuse::none},
};

}  // namespace

std::span<const ImapCheck> imap_line_checks() { return imap_line_table; }

}  // namespace postiche::judge
