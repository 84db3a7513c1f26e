// SPDX-License-Identifier: MIT
#pragma once
// Whose mail is taken: accounts with their addresses, and how full their mailboxes are.

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/time.h"

namespace postiche::mail {

struct Account {
  std::string user;  // "alice@example.com", or "alice": at every domain
  std::vector<std::string> aliases = {};
  std::optional<std::uint64_t> quota = std::nullopt;  // octets
  std::optional<VirtualTime> since = std::nullopt;    // whose it is now had it not before
};

class Accounts {
 public:
  // An address that several accounts have is a list, and its mail all of theirs.
  void add(Account account);
  bool is_known(std::string_view address) const;
  // Whether its mailboxes take `octets` more; true where nobody has the address.
  bool has_room(std::string_view address, std::size_t octets) const;
  void fill(std::string_view address, std::size_t octets);
  void empty_all();
  // Users with this address, or with this local-part where `text` has no domain, in the order in
  // which they were added.
  std::vector<std::string> find(std::string_view text) const;
  // Since when the address has been whose it is; nothing where it always was, or is nobody's.
  std::optional<VirtualTime> owned_since(std::string_view address) const;

 private:
  struct Box {
    Account account;
    std::uint64_t octets = 0;
  };
  // Whose the address is; null where nobody has it.
  const std::vector<std::size_t>* owners_of(std::string_view address) const;

  std::vector<Box> boxes_;
  std::map<std::string, std::vector<std::size_t>, std::less<>> owners_;  // of addresses, lower case
  std::set<std::string, std::less<>> domains_;  // of the addresses, lower case
};

}  // namespace postiche::mail
