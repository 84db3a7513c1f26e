// SPDX-License-Identifier: MIT
#pragma once
// Events of NOTIFY by their names: RFC 5465 sec 8.

#include <optional>
#include <string_view>

#include "harness/imap/event_group.h"

namespace postiche::imap {

std::string_view name(MailEvent event);
// Ignoring case; nothing where nobody knows it, or nobody can tell of it.
std::optional<MailEvent> mail_event_of(std::string_view name);

}  // namespace postiche::imap
