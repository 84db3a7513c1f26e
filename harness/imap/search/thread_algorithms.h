// SPDX-License-Identifier: MIT
#pragma once
// How messages are put into threads, by what was read of them: RFC 5256 sec 3. Knows nothing of
// mailboxes.

#include <cstdint>
#include <string>
#include <vector>

#include "harness/base/time.h"
#include "harness/imap/search/thread_forest.h"

namespace postiche::imap {

struct Threadable {
  std::uint32_t number = 0;
  VirtualTime sent;
  std::string subject;  // base subject, folded
  bool is_reply_or_forward = false;
  std::string id;                       // Message-ID; "" where there is none
  std::vector<std::string> references;  // the eldest first
};

// "The order of the messages in the mailbox" where they were sent at once: RFC 5256 sec 3.
inline bool is_before(const Threadable& a, const Threadable& b) {
  return a.sent != b.sent ? a.sent < b.sent : a.number < b.number;
}

// Of messages by ascending number.
ThreadForest thread_by_subject(const std::vector<Threadable>& messages);
ThreadForest thread_by_references(const std::vector<Threadable>& messages);

}  // namespace postiche::imap
