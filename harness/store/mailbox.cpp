// SPDX-License-Identifier: MIT
#include "harness/store/mailbox.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "harness/base/bug.h"

namespace postiche::store {

namespace {

// Changes that are remembered, of each kind: what a session may miss during a long FETCH.
constexpr std::size_t log_limit = 4096;

Flags changed(Flags before, FlagChange how, Flags flags) {
  switch (how) {
    case FlagChange::add:
      return before.with(flags);
    case FlagChange::remove:
      return before.without(flags);
    default:
      return flags;
  }
}

}  // namespace

Mailbox::Mailbox(std::uint32_t uid_validity, std::shared_ptr<Quota> quota,
                 std::shared_ptr<std::uint64_t> changes)
    : uid_validity_(uid_validity),
      quota_(std::move(quota)),
      changes_(std::move(changes)),
      flags_changed_(log_limit),
      expunged_(log_limit) {}

Mailbox::~Mailbox() {
  for (const Message& message : messages_) release(message);
}

void Mailbox::release(const Message& message) {
  octets_ -= message.body.size();
  if (!quota_) return;
  quota_->used.octets -= message.body.size();
  --quota_->used.messages;
}

void Mailbox::touch(ModSeq mod_seq) {
  highest_mod_seq_ = mod_seq;
  if (changes_) ++*changes_;
}

std::size_t Mailbox::index_of(Uid uid) const {
  const auto before = [](const Message& message, Uid wanted) { return message.uid < wanted; };
  const auto found = std::lower_bound(messages_.begin(), messages_.end(), uid, before);
  const bool there = found != messages_.end() && found->uid == uid;
  return there ? static_cast<std::size_t>(found - messages_.begin()) : messages_.size();
}

const Message* Mailbox::find(Uid uid) const {
  const std::size_t index = index_of(uid);
  return index < messages_.size() ? &messages_[index] : nullptr;
}

Flags Mailbox::learn(std::span<const std::string> names) {
  Flags flags;
  for (const std::string& name : names) {
    const auto flag = keywords_.learn(name);
    if (flag) flags = flags.with({*flag});
  }
  return flags;
}

Uid Mailbox::append(Body body, Flags flags, VirtualTime internal_date,
                    std::optional<VirtualTime> saved) {
  // UIDs that can not go on begin anew, and tell: RFC 9051 sec 2.3.1.1.
  if (uid_next_ == std::numeric_limits<Uid>::max()) renumber(uid_validity_ + 1);
  const std::uint64_t size = body.size();
  octets_ += size;
  if (quota_) {
    quota_->used.octets += size;
    ++quota_->used.messages;
  }
  touch(highest_mod_seq_ + 1);
  messages_.push_back({std::move(body), uid_next_, flags, highest_mod_seq_, internal_date,
                       saved.value_or(internal_date)});
  return uid_next_++;
}

Uid Mailbox::append_copy(const Mailbox& from, const Message& message,
                         std::optional<VirtualTime> saved) {
  Flags flags;
  for (const std::string_view name : from.keywords_.names(message.flags)) {
    const auto flag = keywords_.learn(name);
    if (flag) flags = flags.with({*flag});
  }
  return append(message.body, flags, message.internal_date, saved.value_or(message.saved));
}

std::size_t Mailbox::expunge(std::span<const Uid> uids) {
  std::vector<Uid> wanted(uids.begin(), uids.end());
  std::sort(wanted.begin(), wanted.end());
  const auto is_wanted = [&](const Message& message) {
    return std::binary_search(wanted.begin(), wanted.end(), message.uid);
  };
  const ModSeq mod_seq = highest_mod_seq_ + 1;
  for (const Message& message : messages_) {
    if (!is_wanted(message)) continue;
    release(message);
    expunged_.add(mod_seq, message.uid);
    touch(mod_seq);
  }
  return std::erase_if(messages_, is_wanted);
}

std::size_t Mailbox::change_flags(std::span<const Uid> uids, FlagChange how, Flags flags) {
  const ModSeq mod_seq = highest_mod_seq_ + 1;
  std::size_t touched = 0;
  for (const Uid uid : uids) {
    const std::size_t index = index_of(uid);
    if (index == messages_.size()) continue;
    Message& message = messages_[index];
    const Flags after = changed(message.flags, how, flags);
    // What stays as it was has not changed: RFC 7162 sec 3.1.3.
    if (after == message.flags) continue;
    message.flags = after;
    message.mod_seq = mod_seq;
    touch(mod_seq);
    flags_changed_.add(mod_seq, uid);
    ++touched;
  }
  return touched;
}

void Mailbox::renumber(std::uint32_t uid_validity) {
  uid_validity_ = uid_validity;
  uid_next_ = 1;
  touch(highest_mod_seq_ + 1);
  for (Message& message : messages_) {
    message.uid = uid_next_++;
    message.mod_seq = highest_mod_seq_;
  }
  flags_changed_ = expunged_ = ChangeLog(log_limit);
}

std::vector<Uid> Mailbox::flags_changed_since(ModSeq mod_seq) const {
  if (auto logged = flags_changed_.since(mod_seq)) return *std::move(logged);
  std::vector<Uid> uids;
  for (const Message& message : messages_) {
    if (message.mod_seq > mod_seq) uids.push_back(message.uid);
  }
  return uids;
}

std::shared_ptr<const void> Mailbox::lock_maildrop() {
  if (is_locked()) return nullptr;
  const auto lock = std::make_shared<const char>();
  lock_ = lock;
  return lock;
}

}  // namespace postiche::store
