// SPDX-License-Identifier: MIT
#include "harness/imap/expunging.h"

#include <algorithm>

#include "harness/imap/chosen.h"
#include "harness/imap/handlers.h"

namespace postiche::imap {

void expunge_deleted(Selected& selected, const std::optional<std::vector<store::Uid>>& uids) {
  std::vector<store::Uid> gone;
  for (const store::Message& message : selected.mailbox->messages()) {
    const bool is_meant = !uids || std::binary_search(uids->begin(), uids->end(), message.uid);
    if (message.flags.has(store::Flags::deleted) && is_meant) gone.push_back(message.uid);
  }
  selected.mailbox->expunge(gone);
}

// What goes is told as news, like what others expunge.
Answer answer_expunge(const Session& session, const Command& command) {
  if (session.selected->read_only) return no("The mailbox is open for reading only", "READ-ONLY");
  return ok(std::string(full_name(command)) + " done");
}

void apply_expunge(Session& session, const Command& command) {
  if (!session.selected || session.selected->view.is_void()) return;
  const auto& wanted = arguments_of<ExpungeArguments>(command).uids;
  if (!wanted) return expunge_deleted(*session.selected, std::nullopt);
  const auto numbers = chosen(session, command, *wanted);
  std::vector<store::Uid> uids;
  for (const auto number : numbers.value_or(std::vector<std::uint32_t>())) {
    uids.push_back(session.selected->view.uid(number));
  }
  expunge_deleted(*session.selected, uids);
}

}  // namespace postiche::imap
