// SPDX-License-Identifier: MIT
#pragma once
// What a Watch finds changed, in words: RFC 5465 sec 5.

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "harness/imap/news/watch.h"

namespace postiche::imap {

class WatchTeller {
 public:
  // All of it outlives this.
  WatchTeller(const Watch& watch, const Session& session, const store::MailboxTree& tree)
      : watch_(watch), session_(session), tree_(tree) {}

  // Appends it. False where there is too much of it.
  [[nodiscard]] bool tell(std::string& out);

 private:
  using Entry = store::MailboxTree::Entry;

  bool wants(const std::string& name, MailEvent event) const {
    return watch_.events_of(tree_, name).has(event);
  }
  void find_names();
  void find_name(const std::string& name, const Entry& entry);
  void find_subscriptions();
  void affect(const std::string& name);
  void tell_name(const std::string& name, const std::optional<std::string>& old_name);
  void tell_messages(const std::string& name, const store::Mailbox& mailbox,
                     const Watch::Known& known);
  void tell_notes(const std::string& name, const store::Annotations& noted, std::uint64_t since,
                  MailEvent event);

  const Watch& watch_;
  const Session& session_;
  const store::MailboxTree& tree_;
  std::string out_;
  std::size_t lines_ = 0;
  // Names that are no more, of mailboxes that may have others now; new names with these old ones.
  std::map<const store::Mailbox*, std::string> gone_;
  std::map<std::string, std::string> renamed_;
  std::set<std::string> affected_;  // names to tell of
};

}  // namespace postiche::imap
