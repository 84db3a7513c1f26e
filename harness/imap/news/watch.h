// SPDX-License-Identifier: MIT
#pragma once
// What a client wants to be told of, by NOTIFY, and what it knows already: RFC 5465. Of the mailbox
// that is open, news.h tells; this knows which events of it are wanted, and tells of all others.

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "harness/imap/event_group.h"
#include "harness/store/mailbox_tree.h"

namespace postiche::imap {

struct Session;

class Watch {
 public:
  // No groups: NOTIFY NONE.
  explicit Watch(std::vector<EventGroup> groups) : groups_(std::move(groups)) {}

  // Whether anything is wanted.
  bool is_awake() const { return !groups_.empty(); }
  // What is wanted of the mailbox that is open, whichever that is; null: nothing.
  const EventGroup* selected() const;
  // What is wanted of this mailbox while it is not the one that is open.
  MailEvents events_of(const store::MailboxTree& tree, const std::string& name) const;

  // Whether tell() may have something to say; takes no time. Null: the mailboxes are away.
  bool is_stale(const store::MailboxTree* tree) const;
  // Takes all that is so now for known.
  void learn(const store::MailboxTree* tree);
  // Appends what has happened since, and takes it for known. False where that is more than anybody
  // wants to hear.
  bool tell(std::string& out, const Session& session);

 private:
  friend class WatchTeller;

  struct Known {
    std::weak_ptr<const store::Mailbox> mailbox;  // none: a name and no more
    std::uint32_t uid_validity = 0;
    store::Uid uid_next = 0;
    std::size_t messages = 0;
    store::ModSeq mod_seq = 0;
    std::uint64_t noted = 0;
  };

  bool names(const EventGroup& group, const store::MailboxTree& tree,
             const std::string& name) const;

  std::vector<EventGroup> groups_;
  // The tree as it was: whose it is, how often it had changed, and what was in it.
  const void* tree_ = nullptr;
  std::uint64_t changes_ = 0;
  std::map<std::string, Known, std::less<>> known_;
  std::set<std::string, std::less<>> subscriptions_;
  std::uint64_t noted_ = 0;  // beside the account
};

}  // namespace postiche::imap
