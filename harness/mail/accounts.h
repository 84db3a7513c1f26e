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

namespace postiche::mail {

struct Account {
  std::string user;  // "alice@example.com", or "alice": at every domain
  std::vector<std::string> aliases = {};
  std::optional<std::uint64_t> quota = std::nullopt;  // octets
};

class Accounts {
 public:
  // Later accounts do not take an address from earlier ones.
  void add(Account account);
  bool is_known(std::string_view address) const;
  // Whether its mailbox takes `octets` more; true where nobody has the address.
  bool has_room(std::string_view address, std::size_t octets) const;
  void fill(std::string_view address, std::size_t octets);
  void empty_all();
  // Users with this address, or with this local-part where `text` has no domain.
  std::vector<std::string> find(std::string_view text) const;

 private:
  struct Box {
    Account account;
    std::uint64_t octets = 0;
  };
  const Box* box_of(std::string_view address) const;

  std::vector<Box> boxes_;
  std::map<std::string, std::size_t, std::less<>> owners_;  // of addresses in lower case
  std::set<std::string, std::less<>> domains_;              // of the addresses, lower case
};

}  // namespace postiche::mail
