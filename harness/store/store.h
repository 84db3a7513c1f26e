// SPDX-License-Identifier: MIT
#pragma once
// The mail that was accepted, in memory and bounded: as it came, and in the mailboxes of those whom
// it is for. Knows nothing of sessions or protocols; the world owns one and all sessions share it.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/mail/message.h"
#include "harness/store/accounts.h"

namespace postiche::store {

struct Limits {
  std::size_t octets = std::size_t{1} << 30;  // of content, all messages together
};

class Store {
 public:
  // The UIDVALIDITY of mailboxes starts at `first_uid_validity`.
  explicit Store(Limits limits = {}, std::uint32_t first_uid_validity = 1)
      : limits_(limits), accounts_(first_uid_validity) {}

  // Whether `octets` more of content fit; where not, SMTP says 452 4.3.1.
  bool has_room(std::size_t octets) const { return !full_ && octets <= limits_.octets - octets_; }
  // Gives the message its id and keeps it; nothing where it does not fit, and then nothing is kept.
  [[nodiscard]] std::optional<std::uint64_t> deliver(mail::Message message);
  // Oldest first. References stay good while the store lives and clear() is not called.
  const std::deque<mail::Message>& messages() const { return messages_; }
  std::size_t octets() const { return octets_; }
  void clear();

  // From now on only accounts are deliverable; before, every address is.
  void close_to_strangers() { has_accounts_ = true; }
  // Returns the account's mailboxes.
  MailboxTree& add_account(Account account);
  void add_account(std::string_view address) { add_account(Account{std::string(address)}); }
  const Accounts& accounts() const { return accounts_; }
  bool has_accounts() const { return has_accounts_; }
  bool is_deliverable(std::string_view address) const;
  // The mailboxes of who logs in by this name. Where there are no accounts, everybody has some.
  // Null where there is no such user.
  MailboxTree* mailboxes_of(std::string_view user);
  // Whether `octets` more fit into the mailbox of this address.
  bool has_room_for(std::string_view address, std::size_t octets) const;
  // A locked mailbox takes nothing until it is unlocked, and its maildrop opens to nobody; capitals
  // do not count.
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
  void enqueue(std::string_view domain, mail::Message message);
  const std::deque<mail::Message>& queued(std::string_view domain) const;
  // Takes all of it out, to be sent; what could not be is enqueued again.
  std::deque<mail::Message> take_queued(std::string_view domain);
  // Domains that ever had mail waiting, in lower case. Where there is none, every domain may ask;
  // else only these.
  std::vector<std::string> queues() const;
  bool may_ask(std::string_view domain) const;

 private:
  void put(const mail::Message& message);
  void put(std::string_view recipient, const Body& body, VirtualTime at,
           std::vector<const MailboxTree*>& served);

  Limits limits_;
  std::size_t octets_ = 0;
  std::uint64_t last_id_ = 0;
  std::deque<mail::Message> messages_;
  Accounts accounts_;
  bool has_accounts_ = false;
  bool full_ = false;
  // Locks of maildrops by address, lower case; null where there was none to lock.
  std::map<std::string, std::shared_ptr<const void>, std::less<>> locked_;
  std::map<std::string, std::deque<mail::Message>, std::less<>> queues_;  // by domain, lower case
};

}  // namespace postiche::store
