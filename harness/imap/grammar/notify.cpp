// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>

#include "harness/imap/event_name.h"
#include "harness/imap/grammar/grammar.h"
#include "harness/imap/grammar/productions.h"
#include "harness/imap/rows.h"

namespace postiche::imap {

namespace {

using Of = EventGroup::Of;

struct FilterName {
  std::string_view name;
  Of of;
};

// filter-mailboxes                                              RFC 5465 sec 8
constexpr std::array<FilterName, 7> filters = {{
    {"SELECTED", Of::selected},
    {"SELECTED-DELAYED", Of::selected_delayed},
    {"INBOXES", Of::inboxes},
    {"PERSONAL", Of::personal},
    {"SUBSCRIBED", Of::subscribed},
    {"SUBTREE", Of::subtree},
    {"MAILBOXES", Of::mailboxes},
}};

// one-or-more-mailbox = mailbox / many-mailboxes                RFC 5465 sec 8
// many-mailboxes = "(" mailbox *(SP mailbox) ")"
void read_mailboxes(Reader& reader, EventGroup& group) {
  reader.expect_space();
  if (reader.next() != '(') {
    group.mailboxes.push_back(reader.mailbox());
    return;
  }
  reader.list([&] {
    group.mailboxes.push_back(reader.mailbox());
    if (group.mailboxes.size() > item_limit) reader.refuse("too-many");
  });
  if (group.mailboxes.empty()) reader.refuse("missing-argument");
}

// "(" fetch-att *(SP fetch-att) ")"
void read_items(Reader& reader, EventGroup& group) {
  reader.list([&] {
    group.items.push_back(read_fetch_item(reader));
    if (group.items.size() > item_limit) reader.refuse("too-many");
  });
  // "may only be present for the SELECTED/SELECTED-DELAYED mailbox filter": RFC 5465 sec 8
  if (group.items.empty()) reader.refuse("missing-argument");
  if (!group.is_of_selected()) reader.refuse("misplaced-items");
}

// events = ( "(" event *(SP event) ")" ) / "NONE"               RFC 5465 sec 8
// message-event = ( "MessageNew" [SP "(" fetch-att *(SP fetch-att) ")" ] ) / ...
void read_events(Reader& reader, EventGroup& group) {
  if (reader.take_word("NONE")) return;
  std::optional<MailEvent> latest;
  std::size_t count = 0;
  reader.list([&] {
    if (++count > item_limit) reader.refuse("too-many");
    if (reader.next() == '(' && latest == MailEvent::message_new && group.items.empty()) {
      return read_items(reader, group);
    }
    latest = mail_event_of(reader.atom());
    if (latest) group.events.add(*latest);
    group.has_unknown_events = group.has_unknown_events || !latest;
  });
  if (count == 0) reader.refuse("missing-argument");
}

// What goes with what: RFC 5465 sec 5, 6.1.
void check_events(Reader& reader, const EventGroup& group) {
  const bool tells_new = group.events.has(MailEvent::message_new);
  const bool tells_expunged = group.events.has(MailEvent::message_expunge);
  const bool tells_flags = group.events.has(MailEvent::flag_change);
  if (tells_new != tells_expunged || (tells_flags && !tells_new)) reader.refuse("unpaired-events");
  if (!group.is_of_selected()) return;
  for (const MailEvent event :
       {MailEvent::mailbox_name, MailEvent::subscription_change, MailEvent::mailbox_metadata_change,
        MailEvent::server_metadata_change}) {
    if (group.events.has(event)) reader.refuse("misplaced-event");
  }
}

// event-group = "(" filter-mailboxes SP events ")"              RFC 5465 sec 8
EventGroup read_group(Reader& reader) {
  EventGroup group;
  if (!reader.take("(")) reader.refuse("missing-parentheses");
  const FilterName* const filter = find_row(filters, reader.atom());
  if (!filter) {
    reader.refuse("unknown-item");
    return group;
  }
  group.of = filter->of;
  if (group.of == Of::subtree || group.of == Of::mailboxes) read_mailboxes(reader, group);
  reader.expect_space();
  read_events(reader, group);
  check_events(reader, group);
  if (!reader.take(")")) reader.refuse("unclosed-list");
  return group;
}

}  // namespace

// notify = "NOTIFY" SP (notify-set / notify-none)               RFC 5465 sec 8
// notify-set = "SET" [status-indicator] SP event-groups
Arguments parse_notify(Reader& reader, const Command&) {
  NotifyArguments notify;
  reader.expect_space();
  if (reader.take_word("NONE")) return notify;
  if (!reader.take_word("SET")) reader.refuse("unknown-item");
  reader.expect_space();
  if (reader.take_word("STATUS")) {
    notify.with_status = true;
    reader.expect_space();
  }
  do {
    notify.groups.push_back(read_group(reader));
    if (notify.groups.size() > item_limit) reader.refuse("too-many");
  } while (reader.more());
  const auto selected = std::count_if(notify.groups.begin(), notify.groups.end(),
                                      [](const auto& group) { return group.is_of_selected(); });
  if (selected > 1) reader.refuse("several-selected");
  return notify;
}

}  // namespace postiche::imap
