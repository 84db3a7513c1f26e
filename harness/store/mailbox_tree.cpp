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
// Nor with notes, of all mailboxes together.
constexpr std::size_t most_noted = std::size_t{4} << 20;

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
  return std::make_shared<Mailbox>(next_uid_validity(), quota_, changes_);
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

std::uint32_t MailboxTree::missing_above(const std::string& name) const {
  std::uint32_t missing = 0;
  for (const std::string& superior : superiors(name)) missing += !entries_.contains(superior);
  return missing;
}

std::uint32_t MailboxTree::uid_validity_for(std::string_view name) const {
  return uid_validity_ + missing_above(canonical(name));
}

TreeOutcome MailboxTree::may_create(std::string_view name) const {
  const std::string wanted = canonical(name);
  if (!is_creatable(wanted)) return TreeOutcome::bad_name;
  if (find(wanted)) return TreeOutcome::already_exists;
  const std::size_t added = 1 + missing_above(wanted);
  return entries_.size() + added > most_names ? TreeOutcome::too_many : TreeOutcome::done;
}

void MailboxTree::make_superiors(std::string_view name) {
  for (const std::string& superior : superiors(name)) {
    const auto [entry, is_new] = entries_.try_emplace(superior);
    if (is_new) entry->second.mailbox = make_mailbox();
  }
}

TreeOutcome MailboxTree::create(std::string_view name, SpecialUse use) {
  const TreeOutcome objection = may_create(name);
  if (objection != TreeOutcome::done) return objection;
  const std::string wanted = canonical(name);
  ++*changes_;
  make_superiors(wanted);
  entries_[wanted] = {make_mailbox(), use, {}};
  return TreeOutcome::done;
}

TreeOutcome MailboxTree::may_remove(std::string_view name) const {
  const std::string wanted = canonical(name);
  if (wanted == inbox_name) return TreeOutcome::not_for_inbox;
  const auto found = entries_.find(wanted);
  if (found == entries_.end()) return TreeOutcome::does_not_exist;
  const bool is_needed = has_inferiors(wanted) && !found->second.mailbox;
  return is_needed ? TreeOutcome::has_inferiors : TreeOutcome::done;
}

TreeOutcome MailboxTree::remove(std::string_view name) {
  const TreeOutcome objection = may_remove(name);
  if (objection != TreeOutcome::done) return objection;
  ++*changes_;
  const auto found = entries_.find(canonical(name));
  if (found->second.mailbox) expunge_all(*found->second.mailbox);
  // What stands below keeps the name, which is \Noselect from now on.
  found->second = {};
  if (!has_inferiors(name)) entries_.erase(found);
  return TreeOutcome::done;
}

std::vector<std::string> MailboxTree::names_from(const std::string& name) const {
  std::vector<std::string> names{name};
  for (auto each = entries_.lower_bound(name + separator);
       each != entries_.end() && is_below(each->first, name); ++each) {
    names.push_back(each->first);
  }
  return names;
}

TreeOutcome MailboxTree::may_rename(std::string_view from, std::string_view to) const {
  const std::string old_name = canonical(from), new_name = canonical(to);
  if (!entries_.contains(old_name)) return TreeOutcome::does_not_exist;
  if (entries_.contains(new_name)) return TreeOutcome::already_exists;
  const TreeOutcome objection = may_create(new_name);
  if (objection != TreeOutcome::done || old_name == inbox_name) return objection;
  if (is_below(new_name, old_name)) return TreeOutcome::below_itself;
  const std::vector<std::string> names = names_from(old_name);
  const bool fit = std::all_of(names.begin(), names.end(), [&](const std::string& each) {
    return is_creatable(new_name + each.substr(old_name.size()));
  });
  return fit ? TreeOutcome::done : TreeOutcome::bad_name;
}

TreeOutcome MailboxTree::rename(std::string_view from, std::string_view to) {
  const TreeOutcome objection = may_rename(from, to);
  if (objection != TreeOutcome::done) return objection;
  ++*changes_;
  const std::string old_name = canonical(from), new_name = canonical(to);
  if (old_name == inbox_name) {
    move_inbox(new_name);
    return TreeOutcome::done;
  }
  make_superiors(new_name);
  for (const std::string& each : names_from(old_name)) {
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
  // What is noted is copied, and stays as well: RFC 5464 sec 4.1.
  entries_[to] = {make_mailbox(), SpecialUse::none, entries_[std::string(inbox_name)].annotations};
  Mailbox& target = *entries_[to].mailbox;
  Mailbox& source = *inbox();
  target.reserve(source.messages().size());
  for (const Message& message : source.messages()) target.append_copy(source, message);
  expunge_all(source);
}

TreeOutcome MailboxTree::subscribe(std::string_view name) {
  const std::string wanted = canonical(name);
  if (!is_creatable(wanted)) return TreeOutcome::bad_name;
  if (subscriptions_.size() >= most_names) return TreeOutcome::too_many;
  ++*changes_;
  subscriptions_.insert(wanted);
  return TreeOutcome::done;
}

void MailboxTree::unsubscribe(std::string_view name) {
  ++*changes_;
  subscriptions_.erase(canonical(name));
}

const Annotations* MailboxTree::annotations(std::string_view name) const {
  if (name.empty()) return &own_;
  const auto found = entries_.find(canonical(name));
  return found == entries_.end() ? nullptr : &found->second.annotations;
}

NoteOutcome MailboxTree::may_annotate(std::string_view name, std::span<const Note> notes) const {
  const Annotations* const annotations = this->annotations(name);
  if (!annotations) return NoteOutcome::no_mailbox;
  std::size_t octets = own_.octets();
  for (const auto& [other, entry] : entries_) octets += entry.annotations.octets();
  for (const Note& note : notes) octets += note.value ? note.entry.size() + note.value->size() : 0;
  const NoteOutcome objection = annotations->may_set(notes);
  const bool fits = octets <= most_noted || objection != NoteOutcome::done;
  return fits ? objection : NoteOutcome::too_many;
}

NoteOutcome MailboxTree::annotate(std::string_view name, std::span<const Note> notes) {
  const NoteOutcome objection = may_annotate(name, notes);
  if (objection != NoteOutcome::done) return objection;
  ++*changes_;
  return name.empty() ? own_.set(notes) : entries_[canonical(name)].annotations.set(notes);
}

}  // namespace postiche::store
