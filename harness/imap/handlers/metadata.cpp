// SPDX-License-Identifier: MIT
// GETMETADATA and SETMETADATA: RFC 5464. Each account has a server of its own.

#include <algorithm>
#include <set>

#include "harness/base/ascii.h"
#include "harness/imap/handlers/handlers.h"
#include "harness/imap/handlers/mailbox_facts.h"
#include "harness/imap/pen/mailbox_response.h"

namespace postiche::imap {

namespace {

using Depth = GetMetadataArguments::Depth;
using store::Annotations;
using store::NoteOutcome;

// "This entry is always read-only": RFC 5464 sec 3.2.1.1.
constexpr std::string_view admin = "/shared/admin";

bool is_admin(std::string_view mailbox, std::string_view entry) {
  return mailbox.empty() && ascii::equal_ignoring_case(entry, admin);
}

// RFC 5464 sec 4.2.2; both in lower case.
bool is_meant(std::string_view name, std::string_view wanted, Depth depth) {
  if (name == wanted) return true;
  const bool is_below = name.size() > wanted.size() && name.starts_with(wanted) &&
                        name[wanted.size()] == '/' && depth != Depth::none;
  return is_below &&
         (depth == Depth::all || name.find('/', wanted.size() + 1) == std::string_view::npos);
}

Annotations::Entries entries_of(const Session& session, std::string_view mailbox,
                                const Annotations& noted) {
  Annotations::Entries entries = noted.entries();
  if (mailbox.empty())
    entries[std::string(admin)] = "mailto:postmaster@" + session.settings->domain;
  return entries;
}

bool is_wanted(const std::string& name, const GetMetadataArguments& arguments) {
  return std::any_of(arguments.entries.begin(), arguments.entries.end(),
                     [&](const std::string& entry) {
                       return is_meant(name, ascii::to_lower(entry), arguments.depth);
                     });
}

Answer answer_outcome(NoteOutcome outcome) {
  switch (outcome) {
    case NoteOutcome::no_mailbox:
      return no_such_mailbox();
    case NoteOutcome::too_large:
      return refuse_large_note();
    case NoteOutcome::too_many:
      return no("There are too many entries", "METADATA TOOMANY");
    default:
      return ok("SETMETADATA done");
  }
}

}  // namespace

Answer answer_getmetadata(const Session& session, const Command& command) {
  const auto& arguments = arguments_of<GetMetadataArguments>(command);
  const store::MailboxTree* const tree = session.mailboxes();
  if (!tree) return mailboxes_are_away();
  const Annotations* const noted = tree->annotations(arguments.mailbox);
  if (!noted) return no_such_mailbox();
  const Annotations::Entries entries = entries_of(session, arguments.mailbox, *noted);
  NotedEntries told;
  std::size_t longest = 0;  // of those that the client finds too large
  for (const auto& [name, value] : entries) {
    if (!is_wanted(name, arguments)) continue;
    const bool fits = !arguments.max_size || value.size() <= *arguments.max_size;
    if (fits) told.emplace_back(name, value);
    if (!fits) longest = std::max(longest, value.size());
  }
  // RFC 5464 sec 4.2.1
  const std::string code = "METADATA LONGENTRIES " + std::to_string(longest);
  Answer answer = ok("GETMETADATA done", longest > 0 ? code : "");
  if (!told.empty()) append_metadata(answer.data, arguments.mailbox, told, session.encoding());
  return answer;
}

Answer answer_setmetadata(const Session& session, const Command& command) {
  const auto& arguments = arguments_of<SetMetadataArguments>(command);
  const store::MailboxTree* const tree = session.mailboxes();
  if (!tree) return mailboxes_are_away();
  const bool touches_admin =
      std::any_of(arguments.notes.begin(), arguments.notes.end(),
                  [&](const store::Note& note) { return is_admin(arguments.mailbox, note.entry); });
  if (touches_admin) return no("Who minds the server is not yours to say", "NOPERM");
  return answer_outcome(tree->may_annotate(arguments.mailbox, arguments.notes));
}

void apply_setmetadata(Session& session, const Command& command) {
  const auto& arguments = arguments_of<SetMetadataArguments>(command);
  if (store::MailboxTree* const tree = session.mailboxes()) {
    tree->annotate(arguments.mailbox, arguments.notes);
  }
}

Answer refuse_large_note() {
  return no("The value is too large",
            "METADATA MAXSIZE " + std::to_string(Annotations::largest_value));
}

}  // namespace postiche::imap
