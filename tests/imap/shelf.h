// SPDX-License-Identifier: MIT
#pragma once
// A mailbox in memory, and a session's view of it.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "harness/imap/resolving.h"
#include "harness/store/mailbox.h"
#include "harness/store/view.h"

namespace postiche::imap::testing {

// 2026-01-31T12:00:00Z
inline constexpr VirtualTime noon = {1'769'860'800'000'000'000};

struct Shelf {
  std::shared_ptr<store::Mailbox> mailbox = std::make_shared<store::Mailbox>(7);

  // Each message at `date`, or at noon.
  Shelf& put(std::string_view text, store::Flags flags = {}, VirtualTime date = noon) {
    mailbox->append(store::Body(Rope(std::string(text))), flags, date);
    return *this;
  }
  Shelf& expunge(Uids uids) {
    mailbox->expunge(uids);
    return *this;
  }
  store::View view() const { return store::View(mailbox); }
};

}  // namespace postiche::imap::testing
