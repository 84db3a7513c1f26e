// SPDX-License-Identifier: MIT
#include "harness/store/mailbox_tree.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace postiche::store {

namespace {

// A client may not fill our memory with names.
constexpr std::size_t most_names = 10'000;

void expunge_all(Mailbox& mailbox) {
  std::vector<Uid> uids;
  for (const Message& message : mailbox.messages()) uids.push_back(message.uid);
  mailbox.expunge(uids);
}

}  // namespace

std::string_view name(SpecialUse use) {
  static constexpr std::array<std::string_view, 8> names{
      "", "\\All", "\\Archive", "\\Drafts", "\\Flagged", "\\Junk", "\\Sent", "\\Trash"};
  return names[static_cast<std::size_t>(use)];
}

MailboxTree::MailboxTree(std::uint32_t first_uid_validity) : uid_validity_(first_uid_validity) {
  entries_[std::string(inbox_name)].mailbox = make_mailbox();
}

std::shared_ptr<Mailbox> MailboxTree::make_mailbox() {
  return std::make_shared<Mailbox>(next_uid_validity(), quota_);
}

std::shared_ptr<Mailbox> MailboxTree::find(std::string_view name) const {
  const auto found = entries_.find(canonical(name));
  return found == entries_.end() ? nullptr : found->second.mailbox;
}

bool MailboxTree::has_inferiors(std::string_view name) const {
  const std::string superior = canonical(name) + separator;
  const auto next = entries_.lower_bound(superior);
  return next != entries_.end() && next->first.starts_with(superior);
}

TreeOutcome MailboxTree::object_to_new(const std::string& name) const {
  if (!is_creatable(name)) return TreeOutcome::bad_name;
  if (find(name)) return TreeOutcome::already_exists;
  std::size_t missing = 1;
  for (const std::string& superior : superiors(name)) missing += !entries_.contains(superior);
  return entries_.size() + missing > most_names ? TreeOutcome::too_many : TreeOutcome::done;
}

void MailboxTree::make_superiors(std::string_view name) {
  for (const std::string& superior : superiors(name)) {
    const auto [entry, is_new] = entries_.try_emplace(superior);
    if (is_new) entry->second.mailbox = make_mailbox();
  }
}

TreeOutcome MailboxTree::create(std::string_view name, SpecialUse use) {
  const std::string wanted = canonical(name);
  const TreeOutcome objection = object_to_new(wanted);
  if (objection != TreeOutcome::done) return objection;
  make_superiors(wanted);
  entries_[wanted] = {make_mailbox(), use};
  return TreeOutcome::done;
}

TreeOutcome MailboxTree::remove(std::string_view name) {
  const std::string wanted = canonical(name);
  if (wanted == inbox_name) return TreeOutcome::not_for_inbox;
  const auto found = entries_.find(wanted);
  if (found == entries_.end()) return TreeOutcome::does_not_exist;
  const bool stays = has_inferiors(wanted);
  if (stays && !found->second.mailbox) return TreeOutcome::has_inferiors;
  if (found->second.mailbox) expunge_all(*found->second.mailbox);
  // What stands below keeps the name, which is \Noselect from now on.
  found->second = {};
  if (!stays) entries_.erase(found);
  return TreeOutcome::done;
}

TreeOutcome MailboxTree::rename(std::string_view from, std::string_view to) {
  const std::string old_name = canonical(from), new_name = canonical(to);
  if (!entries_.contains(old_name)) return TreeOutcome::does_not_exist;
  if (entries_.contains(new_name)) return TreeOutcome::already_exists;
  const TreeOutcome objection = object_to_new(new_name);
  if (objection != TreeOutcome::done) return objection;
  if (old_name == inbox_name) {
    move_inbox(new_name);
    return TreeOutcome::done;
  }
  if (is_below(new_name, old_name)) return TreeOutcome::below_itself;
  std::vector<std::string> names{old_name};
  for (auto each = entries_.lower_bound(old_name + separator);
       each != entries_.end() && is_below(each->first, old_name); ++each) {
    if (!is_creatable(new_name + each->first.substr(old_name.size()))) return TreeOutcome::bad_name;
    names.push_back(each->first);
  }
  make_superiors(new_name);
  for (const std::string& each : names) {
    auto node = entries_.extract(each);
    node.key().replace(0, old_name.size(), new_name);
    entries_.insert(std::move(node));
  }
  return TreeOutcome::done;
}

// "It moves all messages in INBOX to a new mailbox with the given name, leaving INBOX empty"; what
// stands below INBOX stays: RFC 9051 sec 6.3.6.
void MailboxTree::move_inbox(const std::string& to) {
  make_superiors(to);
  Mailbox& target = *(entries_[to].mailbox = make_mailbox());
  Mailbox& source = *inbox();
  target.reserve(source.messages().size());
  for (const Message& message : source.messages()) target.append_copy(source, message);
  expunge_all(source);
}

TreeOutcome MailboxTree::subscribe(std::string_view name) {
  const std::string wanted = canonical(name);
  if (!is_creatable(wanted)) return TreeOutcome::bad_name;
  if (subscriptions_.size() >= most_names) return TreeOutcome::too_many;
  subscriptions_.insert(wanted);
  return TreeOutcome::done;
}

void MailboxTree::unsubscribe(std::string_view name) { subscriptions_.erase(canonical(name)); }

}  // namespace postiche::store
