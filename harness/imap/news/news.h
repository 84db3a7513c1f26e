// SPDX-License-Identifier: MIT
#pragma once
// What happened to the mailbox that is open and was not told yet, as untagged responses: RFC 9051
// sec 7.5.1.

#include <string>

#include "harness/imap/command.h"
#include "harness/imap/session.h"

namespace postiche::imap {

// `command` is the one that is being answered; null: IDLE goes on.
std::string news_for(Session& session, const Command* command);

}  // namespace postiche::imap
