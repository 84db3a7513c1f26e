// SPDX-License-Identifier: MIT
#include "harness/imap/handlers/mailbox_facts.h"

#include <algorithm>

#include "harness/imap/needs.h"
#include "harness/imap/pen/mailbox_response.h"
#include "harness/imap/pen/strings.h"

namespace postiche::imap {

namespace {

using store::Flags;
using store::Mailbox;
using store::Message;

struct Sum {
  std::uint64_t messages = 0, octets = 0;
};

template <typename Holds>
Sum sum_of(const Mailbox& mailbox, Holds holds) {
  Sum sum;
  for (const Message& message : mailbox.messages()) {
    if (!holds(message)) continue;
    ++sum.messages;
    sum.octets += message.body.size();
  }
  return sum;
}

StatusValue value_of(StatusItem item, const Session& session, const Mailbox& mailbox) {
  const auto deleted = [](const Message& message) { return message.flags.has(Flags::deleted); };
  const auto unseen = [](const Message& message) { return !message.flags.has(Flags::seen); };
  switch (item) {
    case StatusItem::messages:
      return {item, mailbox.messages().size()};
    case StatusItem::uid_next:
      return {item, mailbox.uid_next()};
    case StatusItem::uid_validity:
      return {item, mailbox.uid_validity()};
    case StatusItem::unseen:
      return {item, sum_of(mailbox, unseen).messages};
    case StatusItem::deleted:
      return {item, sum_of(mailbox, deleted).messages};
    case StatusItem::size:
      return {item, mailbox.octets()};
    case StatusItem::append_limit:
      return {item, message_limit(session)};
    case StatusItem::highest_mod_seq:
      return {item, mailbox.highest_mod_seq()};
    case StatusItem::mailbox_id:
      return {item, std::nullopt, mailbox_id(mailbox.uid_validity())};
    case StatusItem::deleted_storage:
      return {item, sum_of(mailbox, deleted).octets};
    default:
      return {item, 0};  // RECENT: nobody is told first, and RFC 9051 has none
  }
}

}  // namespace

Answer mailboxes_are_away() {
  return no("The mailboxes are not to be had just now", "UNAVAILABLE");
}

Answer no_such_mailbox(std::string code) { return no("There is no such mailbox", std::move(code)); }

std::shared_ptr<Mailbox> find_mailbox(const Session& session, std::string_view name) {
  const store::MailboxTree* const tree = session.mailboxes();
  return tree ? tree->find(name) : nullptr;
}

std::string mailbox_id(std::uint32_t uid_validity) { return "F" + std::to_string(uid_validity); }

std::vector<std::string_view> applicable_flags(const Mailbox& mailbox) {
  std::vector<std::string_view> names;
  for (std::size_t flag = 0; flag < mailbox.keywords().known(); ++flag) {
    names.push_back(mailbox.keywords().name(static_cast<store::Flag>(flag)));
  }
  return names;
}

std::string flag_list(const Mailbox& mailbox, Flags flags) {
  std::string out;
  append_flags(out, mailbox.keywords().names(flags));
  return out;
}

std::vector<std::string_view> list_attributes(const store::MailboxTree& tree,
                                              const std::string& name, ToldAttributes told) {
  const auto found = tree.entries().find(name);
  const auto* const entry = found == tree.entries().end() ? nullptr : &found->second;
  std::vector<std::string_view> attributes;
  if (!entry) attributes.push_back("\\NonExistent");
  if (entry && !entry->mailbox) attributes.push_back("\\Noselect");
  const bool is_subscribed = told.subscribed && tree.subscriptions().contains(name);
  if (is_subscribed) attributes.push_back("\\Subscribed");
  if (told.children) {
    attributes.push_back(tree.has_inferiors(name) ? "\\HasChildren" : "\\HasNoChildren");
  }
  const bool has_use = entry && entry->use != store::SpecialUse::none;
  if (told.use && has_use) attributes.push_back(store::name(entry->use));
  return attributes;
}

void tell_status(std::string& out, const Session& session, std::string_view name,
                 const Mailbox& mailbox, const std::vector<StatusItem>& items) {
  std::vector<StatusValue> values;
  for (const StatusItem item : items) values.push_back(value_of(item, session, mailbox));
  append_status(out, name, values, session.encoding());
}

}  // namespace postiche::imap
