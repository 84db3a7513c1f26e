// SPDX-License-Identifier: MIT
#include "harness/imap/handlers/expunging.h"

#include <algorithm>

#include "harness/imap/handlers/chosen.h"
#include "harness/imap/handlers/handlers.h"

namespace postiche::imap {

namespace {

// Of those that are named, or of all.
Uids deleted(const Selected& selected, const std::optional<Uids>& uids) {
  Uids gone;
  for (const store::Message& message : selected.mailbox->messages()) {
    const bool is_meant = !uids || std::binary_search(uids->begin(), uids->end(), message.uid);
    if (message.flags.has(store::Flags::deleted) && is_meant) gone.push_back(message.uid);
  }
  return gone;
}

std::optional<Uids> named(const Session& session, const Command& command) {
  const auto& wanted = arguments_of<ExpungeArguments>(command).uids;
  if (!wanted) return std::nullopt;
  return uids_of(session, chosen(session, command, *wanted).value_or(Numbers()));
}

}  // namespace

void expunge_deleted(Selected& selected, const std::optional<Uids>& uids) {
  selected.mailbox->expunge(deleted(selected, uids));
}

// What goes is told as news, like what others expunge.
Answer answer_expunge(const Session& session, const Command& command) {
  if (session.selected->read_only) return no("The mailbox is open for reading only", "READ-ONLY");
  Answer answer = ok(std::string(full_name(command)) + " done");
  const Selected& selected = *session.selected;
  // RFC 7162 sec 3.2.7, 3.2.9
  const bool tells_mod_seq = session.qresync && !selected.view.is_void();
  if (tells_mod_seq && !deleted(selected, named(session, command)).empty()) {
    const store::ModSeq next = selected.mailbox->highest_mod_seq() + 1;
    answer.reply.code = "HIGHESTMODSEQ " + std::to_string(next);
  }
  return answer;
}

void apply_expunge(Session& session, const Command& command) {
  if (!session.selected || session.selected->view.is_void()) return;
  expunge_deleted(*session.selected, named(session, command));
}

}  // namespace postiche::imap
