// SPDX-License-Identifier: MIT
#include "harness/imap/handlers/chosen.h"

#include <utility>

namespace postiche::imap {

std::optional<Numbers> chosen(const Session& session, const Command& command,
                              const SequenceSet& set) {
  const Selected& selected = *session.selected;
  Resolved found = numbers_in(set, command.numbering, selected.view, selected.saved);
  if (found.is_beyond_end) return std::nullopt;
  return std::move(found.numbers);
}

Numbers still_there(const Session& session, Numbers numbers) {
  std::erase_if(numbers,
                [&](std::uint32_t number) { return !session.selected->view.find(number); });
  return numbers;
}

Numbers as_named(const Session& session, const Command& command, const Numbers& numbers) {
  return command.by_uid() ? uids_of(session, numbers) : numbers;
}

Uids uids_of(const Session& session, const Numbers& numbers) {
  return uids_of(numbers, session.selected->view);
}

}  // namespace postiche::imap
