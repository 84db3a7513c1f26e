// SPDX-License-Identifier: MIT
#pragma once
// The mail that was accepted, in memory and bounded. Knows nothing of sessions or protocols; the
// world owns one and all sessions share it.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/rope.h"
#include "harness/base/time.h"

namespace postiche::mail {

struct Message {
  std::uint64_t id = 0;  // the store's; from 1
  std::string reverse_path;
  std::vector<std::string> recipients;
  std::vector<std::string> parameters;            // of MAIL, "SIZE=1000"
  std::vector<std::string> recipient_parameters;  // one a recipient, joined by spaces
  Rope content;
  VirtualTime received_at;
  std::uint64_t connection = 0;
  std::string helo;
  std::string client;  // address of the client as text
};

struct Limits {
  std::size_t octets = std::size_t{1} << 30;  // of content, all messages together
};

class Store {
 public:
  explicit Store(Limits limits = {}) : limits_(limits) {}

  // Whether `octets` more of content fit; where not, SMTP says 452 4.3.1.
  bool has_room(std::size_t octets) const { return octets <= limits_.octets - octets_; }
  // Gives the message its id and keeps it; nothing where it does not fit, and then nothing is kept.
  [[nodiscard]] std::optional<std::uint64_t> deliver(Message message);
  // Oldest first. References stay good while the store lives and clear() is not called.
  const std::deque<Message>& messages() const { return messages_; }
  std::size_t octets() const { return octets_; }
  void clear();

  // Once there is an account, only accounts are deliverable; before, every address is.
  void add_account(std::string_view address);
  bool has_accounts() const { return !accounts_.empty(); }
  bool is_deliverable(std::string_view address) const;
  // Accounts with this address, or with this local-part where `text` has no domain: for VRFY.
  std::vector<std::string> find_accounts(std::string_view text) const;

 private:
  Limits limits_;
  std::size_t octets_ = 0;
  std::uint64_t last_id_ = 0;
  std::deque<Message> messages_;
  std::set<std::string, std::less<>> accounts_;  // lower case
  std::set<std::string, std::less<>> domains_;   // of the accounts, lower case
};

}  // namespace postiche::mail
