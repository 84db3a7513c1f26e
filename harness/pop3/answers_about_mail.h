// SPDX-License-Identifier: MIT
#pragma once
// What the honest server says of a maildrop: RFC 1939 sec 5 to 7.

#include "harness/pop3/command.h"
#include "harness/pop3/maildrop.h"
#include "harness/pop3/reply.h"

namespace postiche::pop3 {

// "1 message", "2 octets".
std::string counted(std::uint64_t count, std::string_view what);

Reply answer_stat(const Maildrop& maildrop);
Reply answer_list(const Command& command, const Maildrop& maildrop);
Reply answer_uidl(const Command& command, const Maildrop& maildrop);
Reply answer_retr(const Command& command, const Maildrop& maildrop);
Reply answer_top(const Command& command, const Maildrop& maildrop);
Reply answer_dele(const Command& command, const Maildrop& maildrop);
Reply answer_rset(const Maildrop& maildrop);
// QUIT in TRANSACTION.
Reply answer_update(const Maildrop& maildrop);

}  // namespace postiche::pop3
