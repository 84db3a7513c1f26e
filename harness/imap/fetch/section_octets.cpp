// SPDX-License-Identifier: MIT
#include "harness/imap/fetch/section_octets.h"

#include <algorithm>

#include "harness/mail/field_selection.h"

namespace postiche::imap {

Range partial_range(const std::optional<FetchItem::Partial>& partial, std::size_t size) {
  if (!partial) return {0, size};
  const auto from = static_cast<std::size_t>(std::min<std::uint64_t>(partial->from, size));
  return {from,
          from + static_cast<std::size_t>(std::min<std::uint64_t>(partial->count, size - from))};
}

std::optional<Rope> section_octets(mail::OpenedMessage& message, const FetchItem& item) {
  auto rope = message.section(item.part, item.text);
  if (!rope || item.fields == FetchItem::Fields::none) return rope;
  const auto selection = item.fields == FetchItem::Fields::these ? mail::Selection::these
                                                                 : mail::Selection::all_others;
  return Rope(mail::select_fields(rope->flatten(), item.names, selection));
}

}  // namespace postiche::imap
