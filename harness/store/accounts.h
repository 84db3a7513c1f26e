// SPDX-License-Identifier: MIT
#pragma once
// Whose mail is taken: accounts with their addresses and their mailboxes. Names of users and
// addresses are looked up ignoring case.

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/base/time.h"
#include "harness/store/mailbox_tree.h"

namespace postiche::store {

struct Account {
  std::string user;  // "alice@example.com", or "alice": at every domain
  std::vector<std::string> aliases = {};
  std::optional<std::uint64_t> quota = std::nullopt;  // octets
  std::optional<VirtualTime> since = std::nullopt;    // whose it is now had it not before
};

class Accounts {
 public:
  // The UIDVALIDITY of mailboxes starts here.
  explicit Accounts(std::uint32_t first_uid_validity) : first_uid_validity_(first_uid_validity) {}

  // An address that several accounts have is a list, and its mail all of theirs. Returns the
  // account's mailboxes.
  MailboxTree& add(Account account);
  std::size_t size() const { return boxes_.size(); }
  // In the order in which they were added.
  std::vector<std::pair<const Account*, const MailboxTree*>> all() const;
  bool is_known(std::string_view address) const;
  // Whether its mailboxes take `octets` more; true where nobody has the address.
  bool has_room(std::string_view address, std::size_t octets) const;
  // Of all who have the address.
  std::vector<MailboxTree*> trees_at(std::string_view address) const;
  // Of who logs in by this name: an address, or a local-part, which is that of the first account
  // that has it. Null where there is none.
  MailboxTree* tree_of(std::string_view user) const;
  // Everybody's mailboxes are as new, and other ones.
  void empty_all();
  // Users with this address, or with this local-part where `text` has no domain, in the order in
  // which they were added.
  std::vector<std::string> find(std::string_view text) const;
  // Since when the address has been whose it is; nothing where it always was, or is nobody's.
  std::optional<VirtualTime> owned_since(std::string_view address) const;

 private:
  struct Box {
    Account account;
    std::shared_ptr<MailboxTree> tree;
  };
  using Owners = std::vector<std::size_t>;

  std::shared_ptr<MailboxTree> make_tree(const Account& account) const;
  // Whose the address is; null where nobody has it.
  const Owners* owners_of(std::string_view address) const;

  std::uint32_t first_uid_validity_;
  std::vector<Box> boxes_;
  std::map<std::string, Owners, std::less<>> owners_;       // of addresses, lower case
  std::map<std::string, Owners, std::less<>> local_parts_;  // of these addresses
  std::set<std::string, std::less<>> domains_;              // of the addresses, lower case
};

}  // namespace postiche::store
