// SPDX-License-Identifier: MIT
#include "harness/imap/news/watch.h"

#include <algorithm>

#include "harness/imap/news/watch_teller.h"
#include "harness/imap/session.h"

namespace postiche::imap {

using store::MailboxTree;

const EventGroup* Watch::selected() const {
  const auto found = std::find_if(groups_.begin(), groups_.end(),
                                  [](const EventGroup& group) { return group.is_of_selected(); });
  return found == groups_.end() ? nullptr : &*found;
}

// RFC 5465 sec 6
bool Watch::names(const EventGroup& group, const MailboxTree& tree, const std::string& name) const {
  using Of = EventGroup::Of;
  if (name.empty()) return !group.is_of_selected();  // the server, whatever mailboxes are named
  switch (group.of) {
    case Of::personal:
      return true;
    case Of::inboxes:
      return name == store::inbox_name;  // the only one that mail is delivered to
    case Of::subscribed:
      // What is unsubscribed just now still was.
      return tree.subscriptions().contains(name) || subscriptions_.contains(name);
    case Of::subtree:
    case Of::mailboxes:
      return std::any_of(
          group.mailboxes.begin(), group.mailboxes.end(), [&](const std::string& mailbox) {
            const std::string wanted = store::canonical(mailbox);
            return name == wanted || (group.of == Of::subtree && store::is_below(name, wanted));
          });
    default:
      return false;
  }
}

MailEvents Watch::events_of(const MailboxTree& tree, const std::string& name) const {
  MailEvents events;
  for (const EventGroup& group : groups_) {
    if (names(group, tree, name)) events.add(group.events);
  }
  return events;
}

bool Watch::is_stale(const MailboxTree* tree) const {
  return tree && is_awake() && (tree_ != tree || changes_ != tree->changes());
}

void Watch::learn(const MailboxTree* tree) {
  if (!is_stale(tree)) return;
  tree_ = tree;
  changes_ = tree->changes();
  subscriptions_ = tree->subscriptions();
  noted_ = tree->annotations("")->latest();
  known_.clear();
  for (const auto& [name, entry] : tree->entries()) {
    Known& known = known_[name];
    known.noted = entry.annotations.latest();
    if (!entry.mailbox) continue;
    known.mailbox = entry.mailbox;
    known.uid_validity = entry.mailbox->uid_validity();
    known.uid_next = entry.mailbox->uid_next();
    known.messages = entry.mailbox->messages().size();
    known.mod_seq = entry.mailbox->highest_mod_seq();
  }
}

bool Watch::tell(std::string& out, const Session& session) {
  const MailboxTree* const tree = session.mailboxes();
  if (!is_stale(tree)) return true;
  WatchTeller teller(*this, session, *tree);
  const bool is_told = teller.tell(out);
  learn(tree);
  return is_told;
}

}  // namespace postiche::imap
