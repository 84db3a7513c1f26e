// SPDX-License-Identifier: MIT
#pragma once
// Messages that nobody sent: many, well formed and each its own, for tests of large mailboxes.

#include <cstddef>
#include <cstdint>
#include <string>

#include "harness/base/time.h"
#include "harness/store/mailbox.h"

namespace postiche::store {

struct Generated {
  std::size_t count = 1;
  std::uint64_t octets = 2000;               // of each; more where the header alone is longer
  VirtualTime first_date = {};               // of the first; those behind it follow at `interval`
  Duration interval = Duration::minutes(1);  // the last one's date can still be counted
  std::string domain = "example.com";
  Flags flags = {};
};

// Takes as long as `count` alone: the messages are written when they are read.
void generate(Mailbox& mailbox, const Generated& wanted);

}  // namespace postiche::store
