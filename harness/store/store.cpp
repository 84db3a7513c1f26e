// SPDX-License-Identifier: MIT
#include "harness/store/store.h"

#include <algorithm>
#include <utility>

#include "harness/base/ascii.h"

namespace postiche::store {

namespace {

// Who has mail although there are no accounts; clients make up their names.
constexpr std::size_t most_strangers = 100'000;

}  // namespace

std::optional<std::uint64_t> Store::deliver(mail::Message message) {
  if (!has_room(message.content.size())) return std::nullopt;
  octets_ += message.content.size();
  put(message);
  message.id = ++last_id_;
  messages_.push_back(std::move(message));
  return last_id_;
}

// One copy for each account, in whatever ways it is among the recipients.
void Store::put(const mail::Message& message) {
  const Body body{message.content};
  std::vector<const MailboxTree*> served;
  for (const std::string& recipient : message.recipients) {
    put(recipient, body, message.received_at, served);
  }
}

void Store::put(std::string_view recipient, const Body& body, VirtualTime at,
                std::vector<const MailboxTree*>& served) {
  std::vector<MailboxTree*> trees = accounts_.trees_at(recipient);
  if (trees.empty()) {
    MailboxTree* const own = has_accounts_ ? nullptr : mailboxes_of(recipient);
    if (!own) return;
    trees.push_back(own);
  }
  for (MailboxTree* const tree : trees) {
    if (std::find(served.begin(), served.end(), tree) != served.end()) continue;
    served.push_back(tree);
    tree->inbox()->append(body, {}, at);
  }
}

MailboxTree* Store::mailboxes_of(std::string_view user) {
  MailboxTree* const known = accounts_.tree_of(user);
  if (known || has_accounts_ || accounts_.size() >= most_strangers) return known;
  return &accounts_.add({std::string(user)});
}

void Store::clear() {
  messages_.clear();
  octets_ = 0;
  queues_.clear();
  accounts_.empty_all();
  full_ = false;
  locked_.clear();
}

MailboxTree& Store::add_account(Account account) {
  has_accounts_ = true;
  return accounts_.add(std::move(account));
}

bool Store::is_deliverable(std::string_view address) const {
  return !has_accounts_ || accounts_.is_known(address);
}

bool Store::has_room_for(std::string_view address, std::size_t octets) const {
  return accounts_.has_room(address, octets);
}

void Store::lock(std::string_view address) {
  MailboxTree* const tree = accounts_.tree_of(address);
  std::shared_ptr<const void> lock = tree ? tree->inbox()->lock_maildrop() : nullptr;
  locked_.emplace(ascii::to_lower(address), std::move(lock));
}
void Store::unlock(std::string_view address) { locked_.erase(ascii::to_lower(address)); }
bool Store::is_locked(std::string_view address) const {
  return !locked_.empty() && locked_.contains(ascii::to_lower(address));
}

void Store::enqueue(std::string_view domain, mail::Message message) {
  message.id = ++last_id_;
  queues_[ascii::to_lower(domain)].push_back(std::move(message));
}

const std::deque<mail::Message>& Store::queued(std::string_view domain) const {
  static const std::deque<mail::Message> none;
  const auto found = queues_.find(ascii::to_lower(domain));
  return found == queues_.end() ? none : found->second;
}

std::deque<mail::Message> Store::take_queued(std::string_view domain) {
  const auto found = queues_.find(ascii::to_lower(domain));
  return found == queues_.end() ? std::deque<mail::Message>() : std::exchange(found->second, {});
}

std::vector<std::string> Store::queues() const {
  std::vector<std::string> domains;
  for (const auto& [domain, messages] : queues_) domains.push_back(domain);
  return domains;
}

bool Store::may_ask(std::string_view domain) const {
  return queues_.empty() || queues_.contains(ascii::to_lower(domain));
}

}  // namespace postiche::store
