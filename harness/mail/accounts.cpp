// SPDX-License-Identifier: MIT
#include "harness/mail/accounts.h"

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
    owners_.emplace(ascii::to_lower(address), boxes_.size());
    const std::string_view domain = split_address(address).domain;
    if (!domain.empty()) domains_.insert(ascii::to_lower(domain));
  }
  boxes_.push_back({std::move(account)});
}

const Accounts::Box* Accounts::box_of(std::string_view address) const {
  const std::string wanted = ascii::to_lower(address);
  auto owner = owners_.find(wanted);
  const Parts parts = split_address(wanted);
  // Who has no domain has mail at every one.
  if (owner == owners_.end() && !parts.domain.empty()) owner = owners_.find(parts.local_part);
  return owner == owners_.end() ? nullptr : &boxes_[owner->second];
}

bool Accounts::is_known(std::string_view address) const {
  if (box_of(address)) return true;
  // "postmaster" has to be there, bare or at any domain of ours: RFC 5321 sec 4.5.1.
  const std::string wanted = ascii::to_lower(address);
  const Parts parts = split_address(wanted);
  return parts.local_part == "postmaster" &&
         (parts.domain.empty() || domains_.contains(parts.domain));
}

bool Accounts::has_room(std::string_view address, std::size_t octets) const {
  const Box* const box = box_of(address);
  if (!box || !box->account.quota) return true;
  const std::uint64_t quota = *box->account.quota;
  return box->octets < quota && octets <= quota - box->octets;
}

void Accounts::fill(std::string_view address, std::size_t octets) {
  if (const Box* const box = box_of(address)) {
    boxes_[static_cast<std::size_t>(box - boxes_.data())].octets += octets;
  }
}

void Accounts::empty_all() {
  for (Box& box : boxes_) box.octets = 0;
}

std::vector<std::string> Accounts::find(std::string_view text) const {
  const std::string wanted = ascii::to_lower(text);
  const bool whole = !split_address(wanted).domain.empty();
  std::set<std::size_t> found;
  if (whole) {
    if (const Box* const box = box_of(wanted)) {
      found.insert(static_cast<std::size_t>(box - boxes_.data()));
    }
  } else {
    for (const auto& [address, owner] : owners_) {
      if (split_address(address).local_part == wanted) found.insert(owner);
    }
  }
  std::vector<std::string> users;
  for (const std::size_t owner : found) users.push_back(boxes_[owner].account.user);
  return users;
}

}  // namespace postiche::mail
