// SPDX-License-Identifier: MIT
// STORE: RFC 9051 sec 6.4.6, RFC 7162 sec 3.1.3.

#include <algorithm>

#include "harness/imap/handlers/chosen.h"
#include "harness/imap/handlers/handlers.h"
#include "harness/imap/handlers/mailbox_facts.h"

namespace postiche::imap {

namespace {

struct Split {
  Numbers changed, refused;  // refused: somebody else was faster
};

Split split(const Session& session, const StoreArguments& arguments, const Numbers& numbers) {
  Split split;
  for (const std::uint32_t number : numbers) {
    const store::Message* const message = session.selected->view.find(number);
    const bool is_late = arguments.unchanged_since && message->mod_seq > *arguments.unchanged_since;
    (is_late ? split.refused : split.changed).push_back(number);
  }
  return split;
}

}  // namespace

// The new flags are told as news, like those that others set.
Answer answer_store(const Session& session, const Command& command) {
  const auto& arguments = arguments_of<StoreArguments>(command);
  const auto named = chosen(session, command, arguments.messages);
  if (!named) return bad("No message has this number");
  if (session.selected->read_only) return no("The mailbox is open for reading only", "READ-ONLY");
  const Numbers numbers = still_there(session, *named);
  const Numbers refused = split(session, arguments, numbers).refused;
  if (!refused.empty()) {
    return ok("Some have changed meanwhile",
              "MODIFIED " + print_numbers(as_named(session, command, refused)));
  }
  const std::string done = std::string(full_name(command)) + " done";
  // RFC 5530 sec 3
  return numbers.size() == named->size() ? ok(done) : ok(done, "EXPUNGEISSUED");
}

void apply_store(Session& session, const Command& command) {
  if (!session.selected || session.selected->view.is_void()) return;
  const auto& arguments = arguments_of<StoreArguments>(command);
  // RFC 7162 sec 3.1
  session.condstore = session.condstore || arguments.unchanged_since;
  const auto named = chosen(session, command, arguments.messages);
  if (!named) return;
  const Numbers numbers = still_there(session, *named);
  Selected& selected = *session.selected;
  const bool was_stale = selected.view.is_stale();
  const auto uids = uids_of(session, split(session, arguments, numbers).changed);
  selected.mailbox->change_flags(uids, arguments.change, selected.mailbox->learn(arguments.flags));
  // Whoever knows of MODSEQ wants the new one all the same: RFC 7162 sec 3.1.3.
  const bool is_hushed = arguments.is_silent && !session.condstore;
  if (!is_hushed) selected.owed = uids;
  // What others did meanwhile can't be told apart.
  if (is_hushed && !was_stale) selected.hushed = uids;
}

}  // namespace postiche::imap
