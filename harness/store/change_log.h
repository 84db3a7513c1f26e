// SPDX-License-Identifier: MIT
#pragma once
// Which messages of a mailbox were touched lately, so that a session need not look at all of them
// to find what it has missed. Bounded: who comes too late has to look at all.

#include <cstddef>
#include <deque>
#include <optional>
#include <vector>

#include "harness/store/message.h"

namespace postiche::store {

class ChangeLog {
 public:
  explicit ChangeLog(std::size_t limit) : limit_(limit) {}

  // `mod_seq` is not less than those before it.
  void add(ModSeq mod_seq, Uid uid);
  // Those touched after `mod_seq`, each once, in ascending order; nothing where the log does not
  // reach back so far.
  std::optional<std::vector<Uid>> since(ModSeq mod_seq) const;

 private:
  struct Entry {
    ModSeq mod_seq;
    Uid uid;
  };

  std::size_t limit_;
  ModSeq forgotten_ = 0;  // of the latest entry that was dropped
  std::deque<Entry> entries_;
};

}  // namespace postiche::store
