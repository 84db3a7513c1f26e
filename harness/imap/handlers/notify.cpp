// SPDX-License-Identifier: MIT
// NOTIFY: RFC 5465 sec 3.1. What happens then is told by watch.h and news.h.

#include "harness/imap/event_name.h"
#include "harness/imap/handlers/handlers.h"
#include "harness/imap/handlers/mailbox_facts.h"
#include "harness/imap/news/watch.h"

namespace postiche::imap {

namespace {

// Who names more mailboxes, or wants STATUS of more, asks for too much.
constexpr std::size_t most_mailboxes = 1000;

bool is_known_here(const Session& session, MailEvent event) {
  const bool has_mailboxes = session.offers("METADATA");
  if (event == MailEvent::mailbox_metadata_change) return has_mailboxes;
  const bool is_of_server = event == MailEvent::server_metadata_change;
  return !is_of_server || has_mailboxes || session.offers("METADATA-SERVER");
}

std::vector<MailEvent> events_known(const Session& session) {
  std::vector<MailEvent> events;
  for (std::size_t i = 0; i < mail_event_count; ++i) {
    const auto event = static_cast<MailEvent>(i);
    if (is_known_here(session, event)) events.push_back(event);
  }
  return events;
}

// "MUST list names of all events supported by the server": RFC 5465 sec 3.1.
std::string bad_event_code(const Session& session) {
  std::string code = "BADEVENT (";
  for (const MailEvent event : events_known(session)) code.append(name(event)).append(" ");
  code.back() = ')';
  return code;
}

bool has_unknown_event(const Session& session, const EventGroup& group) {
  MailEvents known;
  for (const MailEvent event : events_known(session)) known.add(event);
  MailEvents all = known;
  all.add(group.events);
  return group.has_unknown_events || !(all == known);
}

// What a client has to know before changes mean something to it: RFC 5465 sec 3.1.
std::vector<StatusItem> first_items(const Session& session, MailEvents events) {
  if (!events.has(MailEvent::message_new)) return {};
  std::vector<StatusItem> items{StatusItem::messages, StatusItem::uid_next,
                                StatusItem::uid_validity};
  const bool wants_mod_seq = events.has(MailEvent::flag_change) && session.offers("CONDSTORE");
  if (wants_mod_seq) items.push_back(StatusItem::highest_mod_seq);
  return items;
}

// False where it is too much.
bool tell_first(std::string& out, const Session& session, const store::MailboxTree& tree,
                const Watch& watch) {
  std::size_t count = 0;
  for (const auto& [name, entry] : tree.entries()) {
    const bool is_open = session.selected && session.selected->mailbox == entry.mailbox;
    if (!entry.mailbox || is_open) continue;
    const auto items = first_items(session, watch.events_of(tree, name));
    if (items.empty()) continue;
    if (++count > most_mailboxes) return false;
    tell_status(out, session, name, *entry.mailbox, items);
  }
  return true;
}

Answer too_much() { return no("That is too much to watch", "NOTIFICATIONOVERFLOW"); }

}  // namespace

Answer answer_notify(const Session& session, const Command& command) {
  const auto& arguments = arguments_of<NotifyArguments>(command);
  const store::MailboxTree* const tree = session.mailboxes();
  if (!tree) return mailboxes_are_away();
  std::size_t named = arguments.groups.size();
  for (const EventGroup& group : arguments.groups) {
    if (has_unknown_event(session, group)) {
      return no("There is no such event here", bad_event_code(session));
    }
    named += group.mailboxes.size();
  }
  if (named > most_mailboxes) return too_much();
  Answer answer = ok("NOTIFY done");
  const bool is_told =
      !arguments.with_status || tell_first(answer.data, session, *tree, Watch(arguments.groups));
  return is_told ? answer : too_much();
}

void apply_notify(Session& session, const Command& command) {
  if (!std::holds_alternative<NotifyArguments>(command.arguments)) return;
  session.watch.emplace(arguments_of<NotifyArguments>(command).groups);
}

}  // namespace postiche::imap
