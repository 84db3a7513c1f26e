// SPDX-License-Identifier: MIT
#pragma once
// What NOTIFY asks for: which events, of which mailboxes. RFC 5465 sec 5, 6.

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

#include "harness/imap/fetch_item.h"

namespace postiche::imap {

enum class MailEvent : std::uint8_t {
  message_new,
  message_expunge,
  flag_change,
  mailbox_name,
  subscription_change,
  mailbox_metadata_change,
  server_metadata_change,
};
inline constexpr std::size_t mail_event_count = 7;

class MailEvents {
 public:
  MailEvents() = default;
  MailEvents(std::initializer_list<MailEvent> events) {
    for (const MailEvent event : events) add(event);
  }

  void add(MailEvent event) { bits_ |= 1U << static_cast<unsigned>(event); }
  void add(MailEvents others) { bits_ |= others.bits_; }
  bool has(MailEvent event) const { return (bits_ & 1U << static_cast<unsigned>(event)) != 0; }
  bool empty() const { return bits_ == 0; }

  friend bool operator==(const MailEvents&, const MailEvents&) = default;

 private:
  unsigned bits_ = 0;
};

struct EventGroup {
  enum class Of : std::uint8_t {
    selected,
    selected_delayed,
    inboxes,
    personal,
    subscribed,
    subtree,
    mailboxes,
  };

  Of of = Of::selected;
  std::vector<std::string> mailboxes = {};  // of subtree and mailboxes
  MailEvents events = {};                   // none: NONE
  bool has_unknown_events = false;
  std::vector<FetchItem> items = {};  // told of each new message in the mailbox that is open

  bool is_of_selected() const { return of == Of::selected || of == Of::selected_delayed; }
};

}  // namespace postiche::imap
