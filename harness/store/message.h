// SPDX-License-Identifier: MIT
#pragma once
// A message as a mailbox keeps it: RFC 9051 sec 2.3. 56 octets, and what its body takes.

#include <cstdint>

#include "harness/base/time.h"
#include "harness/store/body.h"
#include "harness/store/flags.h"

namespace postiche::store {

using Uid = std::uint32_t;     // RFC 9051 sec 2.3.1.1; from 1
using ModSeq = std::uint64_t;  // RFC 7162 sec 3.1; from 1

struct Message {
  // Its padding is put to use: mailboxes are large.
  [[no_unique_address]] Body body;
  Uid uid = 0;
  Flags flags;
  ModSeq mod_seq = 0;         // of its latest change
  VirtualTime internal_date;  // RFC 9051 sec 2.3.3
  VirtualTime saved;          // when it came into this mailbox: RFC 8514
};
static_assert(sizeof(Message) == 56);

}  // namespace postiche::store
