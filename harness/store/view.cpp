// SPDX-License-Identifier: MIT
#include "harness/store/view.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace postiche::store {

View::View(std::shared_ptr<const Mailbox> mailbox)
    : mailbox_(std::move(mailbox)),
      uid_validity_(mailbox_->uid_validity()),
      uid_next_(mailbox_->uid_next()),
      seen_(mailbox_->highest_mod_seq()),
      expunged_(seen_) {
  uids_.reserve(mailbox_->messages().size());
  for (const Message& message : mailbox_->messages()) uids_.push_back(message.uid);
}

// unique-id: one to 70 characters in the range 0x21 to 0x7E     RFC 1939 sec 7
std::string View::unique_id(std::size_t number) const {
  return std::to_string(uid_validity_) + "." + std::to_string(uid(number));
}

std::size_t View::count_below(Uid uid) const {
  const auto found = std::lower_bound(uids_.begin(), uids_.end(), uid);
  return static_cast<std::size_t>(found - uids_.begin());
}

std::optional<std::size_t> View::number_of(Uid uid) const {
  const std::size_t below = count_below(uid);
  if (below == uids_.size() || uids_[below] != uid) return std::nullopt;
  return below + 1;
}

const Message* View::find(std::size_t number) const {
  if (number < 1 || number > uids_.size() || is_void()) return nullptr;
  return mailbox_->find(uids_[number - 1]);
}

News View::catch_up(Expunges expunges) {
  News news;
  if (!is_stale() || is_void()) return news;
  const std::vector<Uid> gone = find_expunged();
  if (expunges == Expunges::tell || gone.empty()) {
    news.expunged = drop(gone);
    expunged_ = mailbox_->highest_mod_seq();
  }
  for (const Uid uid : mailbox_->flags_changed_since(seen_)) {
    const auto number = uid < uid_next_ ? number_of(uid) : std::nullopt;
    if (number && mailbox_->find(uid)) news.changed.push_back(*number);
  }
  const std::vector<Message>& all = mailbox_->messages();
  const auto is_known = [&](const Message& message) { return message.uid < uid_next_; };
  const auto first = std::partition_point(all.begin(), all.end(), is_known);
  news.grown = first != all.end();
  for (auto each = first; each != all.end(); ++each) uids_.push_back(each->uid);
  uid_next_ = mailbox_->uid_next();
  seen_ = mailbox_->highest_mod_seq();
  return news;
}

std::vector<Uid> View::find_expunged() const {
  if (auto logged = mailbox_->expunged_since(expunged_)) return *std::move(logged);
  std::vector<Uid> there, gone;
  for (const Message& message : mailbox_->messages()) there.push_back(message.uid);
  std::set_difference(uids_.begin(), uids_.end(), there.begin(), there.end(),
                      std::back_inserter(gone));
  return gone;
}

// Ascending; those that this session never knew don't matter.
std::vector<News::Expunged> View::drop(const std::vector<Uid>& gone) {
  std::vector<News::Expunged> dropped;
  for (const Uid uid : gone) {
    const auto number = number_of(uid);
    if (number) dropped.push_back({*number, uid});
  }
  std::reverse(dropped.begin(), dropped.end());
  if (dropped.empty()) return dropped;
  std::erase_if(uids_, [&](Uid uid) { return std::binary_search(gone.begin(), gone.end(), uid); });
  return dropped;
}

}  // namespace postiche::store
