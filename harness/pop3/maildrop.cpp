// SPDX-License-Identifier: MIT
#include "harness/pop3/maildrop.h"

#include <utility>

namespace postiche::pop3 {

Maildrop::Maildrop(std::shared_ptr<store::Mailbox> mailbox)
    : mailbox_(std::move(mailbox)), lock_(mailbox_->lock_maildrop()), view_(mailbox_) {
  sizes_.reserve(view_.size());
  for (const store::Message& message : mailbox_->messages()) {
    sizes_.push_back(message.body.size());
    octets_ += sizes_.back();
  }
  marked_.resize(sizes_.size());
}

std::string Maildrop::unique_id(std::size_t number) const { return view_.unique_id(number); }

std::shared_ptr<const Rope> Maildrop::read(std::size_t number) const {
  const store::Message* const message = view_.find(number);
  return message ? message->body.read() : nullptr;
}

void Maildrop::mark(std::size_t number) {
  if (is_marked(number)) return;
  marked_[number - 1] = true;
  ++marks_;
  octets_ -= octets(number);
}

void Maildrop::unmark_all() {
  for (std::size_t number = 1; number <= count(); ++number) {
    if (is_marked(number)) octets_ += octets(number);
  }
  marked_.assign(count(), false);
  marks_ = 0;
}

void Maildrop::remove_marked() {
  if (view_.is_void()) return;
  std::vector<store::Uid> uids;
  for (std::size_t number = 1; number <= count(); ++number) {
    if (is_marked(number)) uids.push_back(view_.uid(number));
  }
  mailbox_->expunge(uids);
}

}  // namespace postiche::pop3
