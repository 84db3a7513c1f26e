// SPDX-License-Identifier: MIT
#include "harness/imap/status_item.h"

#include <array>
#include <cstddef>

#include "harness/base/ascii.h"

namespace postiche::imap {

namespace {

// In the order of StatusItem.
constexpr std::array<std::string_view, 11> status_names = {
    "MESSAGES", "UIDNEXT",     "UIDVALIDITY",   "UNSEEN",    "DELETED",        "SIZE",
    "RECENT",   "APPENDLIMIT", "HIGHESTMODSEQ", "MAILBOXID", "DELETED-STORAGE"};

}  // namespace

std::string_view name(StatusItem item) { return status_names.at(static_cast<std::size_t>(item)); }

std::optional<StatusItem> status_item_of(std::string_view name) {
  for (std::size_t i = 0; i < status_names.size(); ++i) {
    if (ascii::equal_ignoring_case(name, status_names[i])) return static_cast<StatusItem>(i);
  }
  return std::nullopt;
}

}  // namespace postiche::imap
