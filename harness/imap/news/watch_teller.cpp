// SPDX-License-Identifier: MIT
#include "harness/imap/news/watch_teller.h"

#include <algorithm>
#include <iterator>
#include <vector>

#include "harness/imap/handlers/mailbox_facts.h"
#include "harness/imap/pen/mailbox_response.h"
#include "harness/imap/session.h"

namespace postiche::imap {

namespace {

// Who is told more at once has asked for too much: RFC 5465 sec 5.8.
constexpr std::size_t most_lines = 1000;

// "a/b" of "a/b/c"; "" where nothing stands above.
std::string superior_of(const std::string& name) {
  const std::size_t at = name.rfind(store::separator);
  return at == std::string::npos ? "" : name.substr(0, at);
}

}  // namespace

bool WatchTeller::tell(std::string& out) {
  find_names();
  find_subscriptions();
  for (const std::string& name : affected_) {
    const auto renamed = renamed_.find(name);
    tell_name(name, renamed == renamed_.end() ? std::nullopt : std::optional(renamed->second));
  }
  for (const auto& [name, entry] : tree_.entries()) {
    if (lines_ > most_lines) return false;
    const auto renamed = renamed_.find(name);
    const auto known = watch_.known_.find(renamed == renamed_.end() ? name : renamed->second);
    if (known == watch_.known_.end()) continue;
    if (entry.mailbox) tell_messages(name, *entry.mailbox, known->second);
    tell_notes(name, entry.annotations, known->second.noted, MailEvent::mailbox_metadata_change);
  }
  tell_notes("", *tree_.annotations(""), watch_.noted_, MailEvent::server_metadata_change);
  out += out_;
  return lines_ <= most_lines;
}

// --- names: RFC 5465 sec 5.4, 5.5 ---

void WatchTeller::affect(const std::string& name) {
  if (!name.empty() && wants(name, MailEvent::mailbox_name)) affected_.insert(name);
}

void WatchTeller::find_name(const std::string& name, const Entry& entry) {
  const auto known = watch_.known_.find(name);
  const bool was_there = known != watch_.known_.end();
  const bool had_mailbox = was_there && known->second.uid_validity != 0;
  if (was_there && had_mailbox == (entry.mailbox != nullptr)) return;
  const auto old = was_there ? gone_.end() : gone_.find(entry.mailbox.get());
  if (old == gone_.end()) {
    affect(name);
    return affect(superior_of(name));
  }
  const std::string old_name = renamed_.emplace(name, old->second).first->second;
  gone_.erase(old);
  // "No additional MailboxName events are sent for children": RFC 5465 sec 5.4.
  const auto above = renamed_.find(superior_of(name));
  const bool goes_along = above != renamed_.end() && above->second == superior_of(old_name);
  const bool is_wanted =
      wants(name, MailEvent::mailbox_name) || wants(old_name, MailEvent::mailbox_name);
  if (!goes_along && is_wanted) affected_.insert(name);
}

// New names come in their order, so that what stands above is met first.
void WatchTeller::find_names() {
  std::vector<std::string> removed;
  for (const auto& [name, known] : watch_.known_) {
    if (tree_.entries().contains(name)) continue;
    const auto mailbox = known.mailbox.lock();
    if (mailbox) gone_.emplace(mailbox.get(), name);
    if (!mailbox) removed.push_back(name);
  }
  for (const auto& [name, entry] : tree_.entries()) find_name(name, entry);
  // Somebody has them open still, although they were removed.
  for (const auto& [mailbox, name] : gone_) removed.push_back(name);
  for (const std::string& name : removed) {
    affect(name);
    affect(superior_of(name));
  }
}

void WatchTeller::find_subscriptions() {
  std::vector<std::string> changed;
  std::set_symmetric_difference(tree_.subscriptions().begin(), tree_.subscriptions().end(),
                                watch_.subscriptions_.begin(), watch_.subscriptions_.end(),
                                std::back_inserter(changed));
  for (const std::string& name : changed) {
    if (wants(name, MailEvent::subscription_change)) affected_.insert(name);
  }
}

void WatchTeller::tell_name(const std::string& name, const std::optional<std::string>& old_name) {
  const ToldAttributes all{.subscribed = true, .children = true, .use = true};
  ListedMailbox listed{list_attributes(tree_, name, all), store::separator, name};
  listed.old_name = old_name;
  append_list(out_, listed, session_.encoding());
  ++lines_;
}

// --- messages of other mailboxes: RFC 5465 sec 5.1 to 5.3 ---

void WatchTeller::tell_messages(const std::string& name, const store::Mailbox& mailbox,
                                const Watch::Known& known) {
  if (mailbox.highest_mod_seq() == known.mod_seq) return;
  if (session_.selected && session_.selected->mailbox.get() == &mailbox) return;
  const MailEvents events = watch_.events_of(tree_, name);
  const auto expunged = mailbox.expunged_since(known.mod_seq);
  const bool is_new_one = mailbox.uid_validity() != known.uid_validity;
  const bool is_counted = mailbox.uid_next() != known.uid_next || !expunged || !expunged->empty() ||
                          mailbox.messages().size() != known.messages;
  std::vector<StatusItem> items;
  if (is_counted && events.has(MailEvent::message_new)) {
    items = {StatusItem::messages, StatusItem::uid_next};
  }
  const bool is_flagged = is_new_one || !mailbox.flags_changed_since(known.mod_seq).empty();
  if (is_flagged && events.has(MailEvent::flag_change)) {
    items.insert(items.end(), {StatusItem::uid_validity, StatusItem::unseen});
  }
  if (items.empty()) return;
  if (session_.condstore) items.push_back(StatusItem::highest_mod_seq);
  tell_status(out_, session_, name, mailbox, items);
  ++lines_;
}

// --- notes: RFC 5465 sec 5.6, 5.7 ---

void WatchTeller::tell_notes(const std::string& name, const store::Annotations& noted,
                             std::uint64_t since, MailEvent event) {
  if (noted.latest() == since || !wants(name, event)) return;
  append_metadata_change(out_, name, noted.changed_since(since), session_.encoding());
  ++lines_;
}

}  // namespace postiche::imap
