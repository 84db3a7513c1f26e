// SPDX-License-Identifier: MIT
#pragma once
// What VRFY and EXPN have in common: vrfy.cpp.

#include <string>
#include <string_view>

#include "harness/smtp/command.h"
#include "harness/smtp/reply.h"

namespace postiche::smtp {
class Server;
}

namespace postiche::smtp::extensions {

// "<bob@example.com>" as "bob@example.com".
std::string_view without_brackets(std::string_view text);
// The user's mailbox, at our own domain where it is at all of them.
std::string bracketed(const std::string& user, const Server& server);
// The reply, if its mailboxes may be said as they are written.
Reply in_utf8(Reply reply, const Command& command, const Server& server);

}  // namespace postiche::smtp::extensions
