// SPDX-License-Identifier: MIT
#include "harness/mail/accounts.h"

#include <algorithm>
#include <utility>

#include "harness/base/ascii.h"

namespace postiche::mail {

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

}  // namespace

// A receiver says what its own local-parts mean (RFC 5321 sec 2.3.11); this one ignores case, as
// every receiver does that a client will meet.
void Accounts::add(Account account) {
  std::vector<std::string> addresses = account.aliases;
  addresses.insert(addresses.begin(), account.user);
  for (const std::string& address : addresses) {
    std::vector<std::size_t>& owners = owners_[ascii::to_lower(address)];
    if (owners.empty() || owners.back() != boxes_.size()) owners.push_back(boxes_.size());
    const std::string_view domain = split_address(address).domain;
    if (!domain.empty()) domains_.insert(ascii::to_lower(domain));
  }
  boxes_.push_back({std::move(account)});
}

const std::vector<std::size_t>* Accounts::owners_of(std::string_view address) const {
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
  const std::vector<std::size_t>* const owners = owners_of(address);
  return !owners || std::all_of(owners->begin(), owners->end(), [&](std::size_t owner) {
    const Box& box = boxes_[owner];
    const std::uint64_t quota = box.account.quota.value_or(UINT64_MAX);
    return box.octets < quota && octets <= quota - box.octets;
  });
}

void Accounts::fill(std::string_view address, std::size_t octets) {
  const std::vector<std::size_t>* const owners = owners_of(address);
  if (!owners) return;
  for (const std::size_t owner : *owners) boxes_[owner].octets += octets;
}

void Accounts::empty_all() {
  for (Box& box : boxes_) box.octets = 0;
}

std::vector<std::string> Accounts::find(std::string_view text) const {
  const std::string wanted = ascii::to_lower(text);
  const bool whole = !split_address(wanted).domain.empty();
  std::set<std::size_t> found;
  if (whole) {
    const std::vector<std::size_t>* const owners = owners_of(wanted);
    if (owners) found.insert(owners->begin(), owners->end());
  } else {
    for (const auto& [address, owners] : owners_) {
      if (split_address(address).local_part == wanted) found.insert(owners.begin(), owners.end());
    }
  }
  std::vector<std::string> users;
  for (const std::size_t owner : found) users.push_back(boxes_[owner].account.user);
  return users;
}

std::optional<VirtualTime> Accounts::owned_since(std::string_view address) const {
  const std::vector<std::size_t>* const owners = owners_of(address);
  return owners ? boxes_[owners->front()].account.since : std::nullopt;
}

}  // namespace postiche::mail
