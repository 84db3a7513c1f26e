// SPDX-License-Identifier: MIT
#include "harness/mail/store.h"

#include <utility>

#include "harness/base/ascii.h"

namespace postiche::mail {

std::optional<std::uint64_t> Store::deliver(Message message) {
  if (!has_room(message.content.size())) return std::nullopt;
  octets_ += message.content.size();
  for (const std::string& recipient : message.recipients) {
    accounts_.fill(recipient, message.content.size());
  }
  message.id = ++last_id_;
  messages_.push_back(std::move(message));
  return last_id_;
}

void Store::clear() {
  messages_.clear();
  octets_ = 0;
  accounts_.empty_all();
  full_ = false;
  locked_.clear();
}

void Store::add_account(Account account) {
  has_accounts_ = true;
  accounts_.add(std::move(account));
}

bool Store::is_deliverable(std::string_view address) const {
  return !has_accounts_ || accounts_.is_known(address);
}

bool Store::has_room_for(std::string_view address, std::size_t octets) const {
  return accounts_.has_room(address, octets);
}

void Store::lock(std::string_view address) { locked_.insert(ascii::to_lower(address)); }
void Store::unlock(std::string_view address) { locked_.erase(ascii::to_lower(address)); }
bool Store::is_locked(std::string_view address) const {
  return !locked_.empty() && locked_.contains(ascii::to_lower(address));
}

void Store::enqueue(std::string_view domain, Message message) {
  message.id = ++last_id_;
  queues_[ascii::to_lower(domain)].push_back(std::move(message));
}

const std::deque<Message>& Store::queued(std::string_view domain) const {
  static const std::deque<Message> none;
  const auto found = queues_.find(ascii::to_lower(domain));
  return found == queues_.end() ? none : found->second;
}

std::deque<Message> Store::take_queued(std::string_view domain) {
  const auto found = queues_.find(ascii::to_lower(domain));
  return found == queues_.end() ? std::deque<Message>() : std::exchange(found->second, {});
}

std::vector<std::string> Store::queues() const {
  std::vector<std::string> domains;
  for (const auto& [domain, messages] : queues_) domains.push_back(domain);
  return domains;
}

bool Store::may_ask(std::string_view domain) const {
  return queues_.empty() || queues_.contains(ascii::to_lower(domain));
}

}  // namespace postiche::mail
