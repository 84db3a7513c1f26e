// SPDX-License-Identifier: MIT
#include "harness/imap/event_name.h"

#include <array>

#include "harness/base/ascii.h"

namespace postiche::imap {

namespace {

// In the order of MailEvent. There are no annotations of messages here, so AnnotationChange is
// none.
constexpr std::array<std::string_view, mail_event_count> names = {
    "MessageNew",         "MessageExpunge",        "FlagChange",          "MailboxName",
    "SubscriptionChange", "MailboxMetadataChange", "ServerMetadataChange"};

}  // namespace

std::string_view name(MailEvent event) { return names.at(static_cast<std::size_t>(event)); }

std::optional<MailEvent> mail_event_of(std::string_view name) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (ascii::equal_ignoring_case(name, names[i])) return static_cast<MailEvent>(i);
  }
  return std::nullopt;
}

}  // namespace postiche::imap
