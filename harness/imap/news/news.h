// SPDX-License-Identifier: MIT
#pragma once
// What happened to the mailbox that is open and was not told yet, as untagged responses: RFC 9051
// sec 7.5.1. Once NOTIFY was said, it decides what of that is told, and when: RFC 5465 sec 6.1.

#include <string>

#include "harness/imap/command.h"
#include "harness/imap/session.h"

namespace postiche::imap {

// `command` is the one that is being answered; null: none is, or IDLE goes on.
std::string news_for(Session& session, const Command* command);
// Whether there may be some while no command is answered. A mailbox is open.
bool may_have_news(const Session& session);

// The same of whatever else NOTIFY has asked for: RFC 5465 sec 5.
std::string watch_news(Session& session);

}  // namespace postiche::imap
