// SPDX-License-Identifier: MIT
#include "harness/store/accounts.h"

#include <algorithm>
#include <utility>

#include "harness/base/ascii.h"

namespace postiche::store {

namespace {

struct Parts {
  std::string_view local_part;
  std::string_view domain;  // "" where there is none
};

// The last "@" parts them: one inside a quoted local-part comes before it.
Parts split_address(std::string_view address) {
  const std::size_t at = address.rfind('@');
  if (at == std::string_view::npos) return {address, {}};
  return {address.substr(0, at), address.substr(at + 1)};
}

// Mailboxes of one name never have the same one twice, whatever their order was.
constexpr std::uint32_t uid_validities_a_life = 1 << 16;

}  // namespace

std::shared_ptr<MailboxTree> Accounts::make_tree(const Account& account) const {
  auto tree = std::make_shared<MailboxTree>(first_uid_validity_);
  if (account.quota) tree->quota().limit.octets = *account.quota;
  return tree;
}

// A receiver says what its own local-parts mean (RFC 5321 sec 2.3.11); this one ignores case, as
// every receiver does that a client will meet.
MailboxTree& Accounts::add(Account account) {
  std::vector<std::string> addresses = account.aliases;
  addresses.insert(addresses.begin(), account.user);
  const auto own = [&](Owners& owners) {
    if (owners.empty() || owners.back() != boxes_.size()) owners.push_back(boxes_.size());
  };
  for (const std::string& address : addresses) {
    const std::string wanted = ascii::to_lower(address);
    own(owners_[wanted]);
    const Parts parts = split_address(wanted);
    own(local_parts_[std::string(parts.local_part)]);
    if (!parts.domain.empty()) domains_.insert(std::string(parts.domain));
  }
  auto tree = make_tree(account);
  boxes_.push_back({std::move(account), std::move(tree)});
  return *boxes_.back().tree;
}

std::vector<std::pair<const Account*, const MailboxTree*>> Accounts::all() const {
  std::vector<std::pair<const Account*, const MailboxTree*>> list;
  for (const Box& box : boxes_) list.emplace_back(&box.account, box.tree.get());
  return list;
}

const Accounts::Owners* Accounts::owners_of(std::string_view address) const {
  const std::string wanted = ascii::to_lower(address);
  auto owners = owners_.find(wanted);
  const Parts parts = split_address(wanted);
  // Who has no domain has mail at every one.
  if (owners == owners_.end() && !parts.domain.empty()) owners = owners_.find(parts.local_part);
  return owners == owners_.end() ? nullptr : &owners->second;
}

bool Accounts::is_known(std::string_view address) const {
  if (owners_of(address)) return true;
  // "postmaster" has to be there, bare or at any domain of ours: RFC 5321 sec 4.5.1.
  const std::string wanted = ascii::to_lower(address);
  const Parts parts = split_address(wanted);
  return parts.local_part == "postmaster" &&
         (parts.domain.empty() || domains_.contains(parts.domain));
}

bool Accounts::has_room(std::string_view address, std::size_t octets) const {
  const Owners* const owners = owners_of(address);
  return !owners || std::all_of(owners->begin(), owners->end(), [&](std::size_t owner) {
    const Quota& quota = boxes_[owner].tree->quota();
    // Who has reached the limit has no room for a message of no size either.
    return quota.used.octets < quota.limit.octets && quota.has_room(octets);
  });
}

std::vector<MailboxTree*> Accounts::trees_at(std::string_view address) const {
  std::vector<MailboxTree*> trees;
  if (const Owners* const owners = owners_of(address)) {
    for (const std::size_t owner : *owners) trees.push_back(boxes_[owner].tree.get());
  }
  return trees;
}

MailboxTree* Accounts::tree_of(std::string_view user) const {
  if (const Owners* const owners = owners_of(user)) return boxes_[owners->front()].tree.get();
  const auto found = local_parts_.find(ascii::to_lower(user));
  return found == local_parts_.end() ? nullptr : boxes_[found->second.front()].tree.get();
}

void Accounts::empty_all() {
  first_uid_validity_ += uid_validities_a_life;
  for (Box& box : boxes_) box.tree = make_tree(box.account);
}

std::vector<std::string> Accounts::find(std::string_view text) const {
  const std::string wanted = ascii::to_lower(text);
  const bool whole = !split_address(wanted).domain.empty();
  const auto same_local_part = local_parts_.find(wanted);
  const Owners* const owners = whole                                   ? owners_of(wanted)
                               : same_local_part == local_parts_.end() ? nullptr
                                                                       : &same_local_part->second;
  std::vector<std::string> users;
  if (!owners) return users;
  for (const std::size_t owner : *owners) users.push_back(boxes_[owner].account.user);
  return users;
}

std::optional<VirtualTime> Accounts::owned_since(std::string_view address) const {
  const Owners* const owners = owners_of(address);
  return owners ? boxes_[owners->front()].account.since : std::nullopt;
}

}  // namespace postiche::store
