// SPDX-License-Identifier: MIT
#pragma once
// The mailboxes of one account by their names. A session that has one open keeps it, whatever
// becomes of its name.

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/store/annotations.h"
#include "harness/store/mailbox.h"
#include "harness/store/names.h"

namespace postiche::store {

// What a mailbox is for: RFC 6154 sec 2.
enum class SpecialUse : std::uint8_t { none, all, archive, drafts, flagged, junk, sent, trash };
// "\Sent"; "" for none.
std::string_view name(SpecialUse use);

// How a command that changes the tree ended. What went wrong changed nothing.
enum class TreeOutcome : std::uint8_t {
  done,
  already_exists,
  does_not_exist,
  has_inferiors,  // a name without a mailbox goes only when nothing stands below it
  not_for_inbox,
  below_itself,  // nothing can be moved below itself
  bad_name,
  too_many,  // mailboxes
};

class MailboxTree {
 public:
  struct Entry {
    std::shared_ptr<Mailbox> mailbox;  // null: \Noselect, a name and no more
    SpecialUse use = SpecialUse::none;
    Annotations annotations = {};  // they follow the name: RFC 5464 sec 4.1
  };
  using Entries = std::map<std::string, Entry, std::less<>>;

  // INBOX is there from the beginning. The UIDVALIDITY of mailboxes starts at `first` and grows, so
  // that a name that is used again never has an old one: RFC 9051 sec 2.3.1.1.
  explicit MailboxTree(std::uint32_t first_uid_validity = 1);

  // By canonical name, in the order of their octets.
  const Entries& entries() const { return entries_; }
  // Any of these takes names as clients write them. Null where there is no such mailbox.
  std::shared_ptr<Mailbox> find(std::string_view name) const;
  std::shared_ptr<Mailbox> inbox() const { return find(inbox_name); }
  bool has_inferiors(std::string_view name) const;

  // What create(), remove() and rename() would say.
  TreeOutcome may_create(std::string_view name) const;
  TreeOutcome may_remove(std::string_view name) const;
  TreeOutcome may_rename(std::string_view from, std::string_view to) const;
  // The UIDVALIDITY that a new mailbox of this name would have.
  std::uint32_t uid_validity_for(std::string_view name) const;

  // RFC 9051 sec 6.3.4. What is missing above it is made too.
  TreeOutcome create(std::string_view name, SpecialUse use = SpecialUse::none);
  // RFC 9051 sec 6.3.5. All messages are expunged, so that who has it open sees it.
  TreeOutcome remove(std::string_view name);
  // RFC 9051 sec 6.3.6. What stands below goes along. INBOX stays, its messages go.
  TreeOutcome rename(std::string_view from, std::string_view to);

  // A subscription is a name, whether there is such a mailbox or not: RFC 9051 sec 6.3.7.
  TreeOutcome subscribe(std::string_view name);
  void unsubscribe(std::string_view name);
  const std::set<std::string, std::less<>>& subscriptions() const { return subscriptions_; }

  // What is noted beside a mailbox, a mere name too, or beside the account where `name` is "". Null
  // where there is no such name.
  const Annotations* annotations(std::string_view name) const;
  // What annotate() would say.
  NoteOutcome may_annotate(std::string_view name, std::span<const Note> notes) const;
  // RFC 5464 sec 4.3
  NoteOutcome annotate(std::string_view name, std::span<const Note> notes);

  // Of all mailboxes together.
  Quota& quota() { return *quota_; }
  const Quota& quota() const { return *quota_; }
  // How much has happened here: it grows with every change of a mailbox, of a name or of a note.
  std::uint64_t changes() const { return *changes_; }
  // A new UIDVALIDITY.
  std::uint32_t next_uid_validity() { return uid_validity_++; }

 private:
  std::shared_ptr<Mailbox> make_mailbox();
  // Of the levels above a name, how many are not there.
  std::uint32_t missing_above(const std::string& name) const;
  // This name and those below it.
  std::vector<std::string> names_from(const std::string& name) const;
  void make_superiors(std::string_view name);
  void move_inbox(const std::string& to);

  std::uint32_t uid_validity_;
  std::shared_ptr<Quota> quota_ = std::make_shared<Quota>();
  std::shared_ptr<std::uint64_t> changes_ = std::make_shared<std::uint64_t>(0);
  Entries entries_;
  std::set<std::string, std::less<>> subscriptions_;
  Annotations own_;  // the account's
};

}  // namespace postiche::store
