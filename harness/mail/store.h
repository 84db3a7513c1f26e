// SPDX-License-Identifier: MIT
#pragma once
// The mail that was accepted, in memory and bounded. Knows nothing of sessions or protocols; the
// world owns one and all sessions share it.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/rope.h"
#include "harness/base/time.h"
#include "harness/mail/accounts.h"

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
  bool has_room(std::size_t octets) const { return !full_ && octets <= limits_.octets - octets_; }
  // Gives the message its id and keeps it; nothing where it does not fit, and then nothing is kept.
  [[nodiscard]] std::optional<std::uint64_t> deliver(Message message);
  // Oldest first. References stay good while the store lives and clear() is not called.
  const std::deque<Message>& messages() const { return messages_; }
  std::size_t octets() const { return octets_; }
  void clear();

  // From now on only accounts are deliverable; before, every address is.
  void close_to_strangers() { has_accounts_ = true; }
  void add_account(Account account);
  void add_account(std::string_view address) { add_account(Account{std::string(address)}); }
  bool has_accounts() const { return has_accounts_; }
  bool is_deliverable(std::string_view address) const;
  // Whether `octets` more fit into the mailbox of this address.
  bool has_room_for(std::string_view address, std::size_t octets) const;
  // A locked mailbox takes nothing until it is unlocked; capitals do not count.
  void lock(std::string_view address);
  void unlock(std::string_view address);
  bool is_locked(std::string_view address) const;
  // As if nothing fitted any more.
  void set_full(bool full) { full_ = full; }
  // Users with this address, or with this local-part where `text` has no domain: for VRFY and EXPN.
  std::vector<std::string> find_accounts(std::string_view text) const {
    return accounts_.find(text);
  }

  // Since when the address has been whose it is; nothing where it always was.
  std::optional<VirtualTime> owned_since(std::string_view address) const {
    return accounts_.owned_since(address);
  }

  // Mail that waits until somebody fetches it for its domain, in lower case: RFC 1985 sec 1.
  void enqueue(std::string_view domain, Message message);
  const std::deque<Message>& queued(std::string_view domain) const;
  // Takes all of it out, to be sent; what could not be is enqueued again.
  std::deque<Message> take_queued(std::string_view domain);
  // Domains that ever had mail waiting, in lower case. Where there is none, every domain may ask;
  // else only these.
  std::vector<std::string> queues() const;
  bool may_ask(std::string_view domain) const;

 private:
  Limits limits_;
  std::size_t octets_ = 0;
  std::uint64_t last_id_ = 0;
  std::deque<Message> messages_;
  Accounts accounts_;
  bool has_accounts_ = false;
  bool full_ = false;
  std::set<std::string, std::less<>> locked_;                       // lower case
  std::map<std::string, std::deque<Message>, std::less<>> queues_;  // by domain, lower case
};

}  // namespace postiche::mail
