// SPDX-License-Identifier: MIT
#include "harness/imap/chosen.h"

#include <utility>

#include "harness/imap/resolving.h"

namespace postiche::imap {

std::optional<Numbers> chosen(const Session& session, const Command& command,
                              const SequenceSet& set) {
  const Selected& selected = *session.selected;
  return numbers_in(set, command.numbering, selected.view, selected.saved);
}

Numbers still_there(const Session& session, Numbers numbers) {
  std::erase_if(numbers,
                [&](std::uint32_t number) { return !session.selected->view.find(number); });
  return numbers;
}

Numbers as_named(const Session& session, const Command& command, const Numbers& numbers) {
  return command.by_uid() ? uids_of(session, numbers) : numbers;
}

std::vector<store::Uid> uids_of(const Session& session, const Numbers& numbers) {
  std::vector<store::Uid> uids;
  uids.reserve(numbers.size());
  for (const std::uint32_t number : numbers) uids.push_back(session.selected->view.uid(number));
  return uids;
}

}  // namespace postiche::imap
