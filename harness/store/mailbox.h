// SPDX-License-Identifier: MIT
#pragma once
// One mailbox: its messages in the order of their UIDs, and what has changed. Sessions don't number
// its messages by this, but by a View of their own.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "harness/store/change_log.h"
#include "harness/store/flags.h"
#include "harness/store/message.h"
#include "harness/store/quota.h"

namespace postiche::store {

// What STORE does with flags: RFC 9051 sec 6.4.6.
enum class FlagChange : std::uint8_t { add, remove, replace };

class Mailbox {
 public:
  // `quota` is the account's, and so is `changes`, which counts what happens to any of its
  // mailboxes; null where there is none.
  explicit Mailbox(std::uint32_t uid_validity, std::shared_ptr<Quota> quota = nullptr,
                   std::shared_ptr<std::uint64_t> changes = nullptr);
  Mailbox(const Mailbox&) = delete;
  Mailbox& operator=(const Mailbox&) = delete;
  // Gives back to the quota what it took.
  ~Mailbox();

  std::uint32_t uid_validity() const { return uid_validity_; }
  Uid uid_next() const { return uid_next_; }
  // Grows with every change: RFC 7162 sec 3.1.2.1.
  ModSeq highest_mod_seq() const { return highest_mod_seq_; }
  const std::vector<Message>& messages() const { return messages_; }
  // Null where there is none.
  const Message* find(Uid uid) const;
  std::uint64_t octets() const { return octets_; }
  // True where there is no quota.
  bool has_room(std::uint64_t octets) const { return !quota_ || quota_->has_room(octets); }
  const Keywords& keywords() const { return keywords_; }
  // Makes the set that these words name. Those that find no bit are left out.
  Flags learn(std::span<const std::string> names);

  void reserve(std::size_t more) { messages_.reserve(messages_.size() + more); }
  // Whether so many UIDs are left: they end at 2^32 - 1, RFC 9051 sec 2.3.1.1.
  bool has_uids_for(std::size_t count) const {
    return count < std::numeric_limits<Uid>::max() - uid_next_;
  }
  // Takes the message whether there is room or not. Where no UID is left, all are renumbered. It is
  // saved at its internal date where nothing else is said.
  Uid append(Body body, Flags flags, VirtualTime internal_date,
             std::optional<VirtualTime> saved = {});
  // The body is shared; flags and dates go along: RFC 9051 sec 6.4.7. `saved` is said where the
  // copy is one that a client sees being made: RFC 8514. `from` may be this mailbox,
  // `message` must not be one that moves when this mailbox grows.
  Uid append_copy(const Mailbox& from, const Message& message,
                  std::optional<VirtualTime> saved = {});
  // Those that are not there don't matter. All that happens in one call has one MODSEQ. Returns how
  // many were touched.
  std::size_t expunge(std::span<const Uid> uids);
  std::size_t change_flags(std::span<const Uid> uids, FlagChange how, Flags flags);
  // UIDs jump: that of the next message is at least this.
  void skip_to(Uid uid) { uid_next_ = std::max(uid_next_, uid); }
  // As after a server lost its index: all messages have new UIDs, and every View is void.
  void renumber(std::uint32_t uid_validity);

  // What happened after `mod_seq` to messages that were there then. In ascending order.
  std::vector<Uid> flags_changed_since(ModSeq mod_seq) const;
  // Nothing where that was too long ago to be known.
  std::optional<std::vector<Uid>> expunged_since(ModSeq mod_seq) const {
    return expunged_.since(mod_seq);
  }

  // The exclusive lock of POP3, RFC 1939 sec 4: held as long as anybody keeps what is returned.
  // Null where it is taken.
  std::shared_ptr<const void> lock_maildrop();
  bool is_locked() const { return !lock_.expired(); }

 private:
  std::size_t index_of(Uid uid) const;
  void release(const Message& message);
  // Something has changed, and has this MODSEQ.
  void touch(ModSeq mod_seq);

  std::uint32_t uid_validity_;
  Uid uid_next_ = 1;
  ModSeq highest_mod_seq_ = 1;
  std::uint64_t octets_ = 0;
  std::shared_ptr<Quota> quota_;
  std::shared_ptr<std::uint64_t> changes_;
  std::vector<Message> messages_;
  Keywords keywords_;
  ChangeLog flags_changed_, expunged_;
  std::weak_ptr<const void> lock_;
};

}  // namespace postiche::store
