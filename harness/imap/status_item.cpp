// SPDX-License-Identifier: MIT
#include "harness/imap/status_item.h"

#include <array>
#include <cstddef>

#include "harness/base/ascii.h"

namespace postiche::imap {

namespace {

// In the order of StatusItem.
constexpr std::array<std::string_view, 11> names = {
    "MESSAGES", "UIDNEXT",     "UIDVALIDITY",   "UNSEEN",    "DELETED",        "SIZE",
    "RECENT",   "APPENDLIMIT", "HIGHESTMODSEQ", "MAILBOXID", "DELETED-STORAGE"};

}  // namespace

std::string_view name(StatusItem item) { return names.at(static_cast<std::size_t>(item)); }

std::optional<StatusItem> status_item_of(std::string_view name) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (ascii::equal_ignoring_case(name, names[i])) return static_cast<StatusItem>(i);
  }
  return std::nullopt;
}

}  // namespace postiche::imap
