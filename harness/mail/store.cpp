// SPDX-License-Identifier: MIT
#include "harness/mail/store.h"

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

std::optional<std::uint64_t> Store::deliver(Message message) {
  if (!has_room(message.content.size())) return std::nullopt;
  octets_ += message.content.size();
  message.id = ++last_id_;
  messages_.push_back(std::move(message));
  return last_id_;
}

void Store::clear() {
  messages_.clear();
  octets_ = 0;
}

// A receiver says what its own local-parts mean (RFC 5321 sec 2.3.11); this one ignores case, as
// every receiver does that a client will meet.
void Store::add_account(std::string_view address) {
  accounts_.insert(ascii::to_lower(address));
  domains_.insert(ascii::to_lower(split_address(address).domain));
}

bool Store::is_deliverable(std::string_view address) const {
  if (accounts_.empty()) return true;
  const std::string wanted = ascii::to_lower(address);
  if (accounts_.contains(wanted)) return true;
  // "postmaster" has to be there, bare or at any domain of ours: RFC 5321 sec 4.5.1.
  const Parts parts = split_address(wanted);
  return parts.local_part == "postmaster" &&
         (parts.domain.empty() || domains_.contains(parts.domain));
}

std::vector<std::string> Store::find_accounts(std::string_view text) const {
  const std::string wanted = ascii::to_lower(text);
  const Parts parts = split_address(wanted);
  std::vector<std::string> found;
  for (const std::string& account : accounts_) {
    const bool same =
        parts.domain.empty() ? split_address(account).local_part == wanted : account == wanted;
    if (same) found.push_back(account);
  }
  return found;
}

}  // namespace postiche::mail
