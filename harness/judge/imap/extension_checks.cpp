// SPDX-License-Identifier: MIT
// Extensions of IMAP: whether they were offered, and how they are used.

#include "harness/base/ascii.h"
#include "harness/imap/needs.h"
#include "harness/judge/check.h"
#include "harness/judge/imap/acts.h"

namespace postiche::judge {

using imap::Verb;

namespace {

// Of commands that our grammar does not know.
struct Foreign {
  std::string_view verb, capability;
};
constexpr Foreign foreign[] = {
    {"NOTIFY", "NOTIFY"},       {"GETMETADATA", "METADATA"}, {"SETMETADATA", "METADATA"},
    {"GETACL", "ACL"},          {"SETACL", "ACL"},           {"DELETEACL", "ACL"},
    {"LISTRIGHTS", "ACL"},      {"MYRIGHTS", "ACL"},         {"XLIST", "XLIST"},
    {"ESEARCH", "MULTISEARCH"}, {"LANGUAGE", "LANGUAGE"},    {"COMPARATOR", "I18NLEVEL=2"},
    {"GENURLAUTH", "URLAUTH"},
};

// Whether one that is offered has what `need` says.
bool implies(const imap::Offer& offer, std::string_view need) {
  if (need == "CONDSTORE") return offer.offers("QRESYNC");         // RFC 7162 sec 3.2
  if (need == "METADATA") return offer.offers("METADATA-SERVER");  // RFC 5464 sec 1
  return need == "QUOTA" && offer.offers("IMAP4rev2");             // STATUS (DELETED)
}

// What the command needs and is not offered; "" where there is nothing.
std::string missing_in(const imap::Offer& offer, const ImapAct& act) {
  for (const Foreign& each : foreign) {
    if (!ascii::equal_ignoring_case(act.command.verb_text, each.verb)) continue;
    const bool has = offer.offers(each.capability) || implies(offer, each.capability);
    return has ? "" : std::string(each.capability);
  }
  if (!imap::allows(offer, act.command.verb)) return verb_of(act);
  const std::string_view need = imap::missing_extension(offer, act.command);
  return std::string(implies(offer, need) ? "" : need);
}

// Judges one command: what was not offered is a breach, what nobody asked for a slip.
void judge_need(const ImapAct& act, Finder& finder) {
  imap::Offer bare;
  bare.replace({"IMAP4rev1"});
  const std::string needed = missing_in(bare, act);
  if (needed.empty()) return;
  if (!act.offer) {
    return finder.slip(
        *act.event, verb_of(act) + " needs " + needed + ", and nobody asked whether it is there");
  }
  const std::string missing = missing_in(*act.offer, act);
  finder.expect(missing.empty(), *act.event,
                verb_of(act) + " needs " + missing + ", which was not offered");
}

// IDLE, LIST, CREATE and STARTTLS have requirements of their own.
void only_advertised(const ImapConversation& conversation, Finder& finder) {
  for_each_command(conversation, [&](const ImapAct& act) {
    switch (act.command.verb) {
      case Verb::idle:
      case Verb::list:
      case Verb::create:
      case Verb::starttls:
        return;
      default:
        judge_need(act, finder);
    }
  });
}

// RFC 2177 sec 3
void idle_when_offered(const ImapConversation& conversation, Finder& finder) {
  for_each(conversation, {Verb::idle}, [&](const ImapAct& act) { judge_need(act, finder); });
}

// RFC 5258 sec 3
void list_options_when_offered(const ImapConversation& conversation, Finder& finder) {
  for_each(conversation, {Verb::list}, [&](const ImapAct& act) { judge_need(act, finder); });
}

// RFC 6154 sec 3
void create_use_when_offered(const ImapConversation& conversation, Finder& finder) {
  for_each(conversation, {Verb::create}, [&](const ImapAct& act) { judge_need(act, finder); });
}

// RFC 5161 sec 3.1. What nobody here knows may well be enabled.
void only_enableable(const ImapConversation& conversation, Finder& finder) {
  constexpr std::string_view needless[] = {
      "IDLE",
      "NAMESPACE",
      "ID",
      "UIDPLUS",
      "MOVE",
      "UNSELECT",
      "LITERAL+",
      "LITERAL-",
      "SASL-IR",
      "ESEARCH",
      "SEARCHRES",
      "SORT",
      "WITHIN",
      "LIST-EXTENDED",
      "LIST-STATUS",
      "SPECIAL-USE",
      "CHILDREN",
      "BINARY",
      "MULTIAPPEND",
      "QUOTA",
      "STATUS=SIZE",
      "LOGINDISABLED",
      "STARTTLS",
      "ENABLE",
      "COMPRESS=DEFLATE",
      "IMAP4REV1",
      "CREATE-SPECIAL-USE",
  };
  for_each_with<imap::EnableArguments>(conversation, [&](const ImapAct& act, const auto& enable) {
    for (const std::string& each : enable.capabilities) {
      finder.expect(!ascii::contains_ignoring_case(needless, each), *act.event,
                    "ENABLE names " + each + ", which needs no enabling");
    }
  });
}

// RFC 6855 sec 3
void no_charset_in_utf8(const ImapConversation& conversation, Finder& finder) {
  for_each_with<imap::SearchArguments>(conversation, [&](const ImapAct& act, const auto& search) {
    if (!act.has_enabled_utf8) return;
    finder.expect(search.charset.empty(), *act.event,
                  "SEARCH names the charset " + search.charset + ", and UTF8=ACCEPT is enabled");
  });
}

// Whether this event group of NOTIFY, "(selected (MessageNew MessageExpunge))", has the word.
bool has_event(std::string_view group, std::string_view event) {
  return ascii::to_lower(group).find(ascii::to_lower(event)) != std::string::npos;
}

// Calls look(group) for each parenthesis that stands in no other.
template <typename Look>
void for_each_group(std::string_view text, Look look) {
  std::size_t depth = 0, begin = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '(' && depth++ == 0) begin = i;
    if (text[i] != ')' || depth == 0) continue;
    if (--depth == 0) look(text.substr(begin, i + 1 - begin));
  }
}

// RFC 5465 sec 5
void notify_together(const ImapConversation& conversation, Finder& finder) {
  for_each_command(conversation, [&](const ImapAct& act) {
    if (!ascii::equal_ignoring_case(act.command.verb_text, "NOTIFY")) return;
    for_each_group(act.command.argument, [&](std::string_view group) {
      const bool arrives = has_event(group, "MessageNew");
      const bool leaves = has_event(group, "MessageExpunge");
      const bool changes = has_event(group, "FlagChange");
      if (!arrives && !leaves && !changes) return;
      finder.expect(arrives && leaves, *act.event,
                    "NOTIFY asks for one kind of events and not for what belongs to it", group);
    });
  });
}

// RFC 2683 sec 3.2.1.1
void no_list_of_all(const ImapConversation& conversation, Finder& finder) {
  for_each_with<imap::ListArguments>(conversation, [&](const ImapAct& act, const auto& list) {
    const bool is_all =
        std::find(list.patterns.begin(), list.patterns.end(), "*") != list.patterns.end();
    if (!is_all) return finder.good(*act.event);
    finder.remark(*act.event, verb_of(act) + " asks for all mailboxes at once");
  });
}

// RFC 9051 sec 6.3.9
void empty_reference(const ImapConversation& conversation, Finder& finder) {
  for_each_with<imap::ListArguments>(conversation, [&](const ImapAct& act, const auto& list) {
    finder.expect(list.reference.empty(), *act.event,
                  verb_of(act) + " has the reference " + list.reference);
  });
}

bool sets_seen(const imap::FetchItem& item) {
  using Kind = imap::FetchItem::Kind;
  switch (item.kind) {
    case Kind::body_section:
    case Kind::binary_section:
      return !item.peek;
    default:
      return item.kind == Kind::rfc822 || item.kind == Kind::rfc822_text;
  }
}

// RFC 3501 sec 6.4.5. Whether somebody reads the message nobody can tell from here.
void peek(const ImapConversation& conversation, Finder& finder) {
  for_each_with<imap::FetchArguments>(conversation, [&](const ImapAct& act, const auto& fetch) {
    const bool sets = std::any_of(fetch.items.begin(), fetch.items.end(), sets_seen);
    const bool peeks = std::any_of(fetch.items.begin(), fetch.items.end(),
                                   [](const auto& item) { return item.peek; });
    if (sets && !(act.mailbox && act.mailbox->is_read_only)) {
      finder.remark(*act.event, verb_of(act) + " sets \\Seen");
    } else if (peeks || sets) {
      finder.good(*act.event);
    }
  });
}

constexpr ImapCheck imap_extension_table[] = {
    {"imap.capability.only-advertised-extensions", only_advertised},
    {"imap.idle.only-when-offered", idle_when_offered},
    {"imap.list.only-offered-options", list_options_when_offered},
    {"imap.special-use.create-use-only-when-offered", create_use_when_offered},
    {"imap.enable.only-enableable-extensions", only_enableable},
    {"imap.utf8.no-charset-in-search", no_charset_in_utf8},
    {"imap.notify.message-events-requested-together", notify_together},
    {"imap.list.no-unqualified-star", no_list_of_all},
    {"imap.list.empty-reference-argument", empty_reference},
    {"imap.fetch.peek-in-background", peek},
};

}  // namespace

std::span<const ImapCheck> imap_extension_checks() { return imap_extension_table; }

}  // namespace postiche::judge
