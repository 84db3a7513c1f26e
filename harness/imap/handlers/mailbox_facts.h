// SPDX-License-Identifier: MIT
#pragma once
// What several commands say of a mailbox.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "harness/imap/answer.h"
#include "harness/imap/arguments.h"
#include "harness/imap/session.h"

namespace postiche::imap {

// The account's mailboxes can't be reached: RFC 5530 sec 3.
Answer mailboxes_are_away();
// There is no such mailbox; `hint` is the response code.
Answer no_such_mailbox(std::string code = "NONEXISTENT");
// Null where there is none of this name.
std::shared_ptr<store::Mailbox> find_mailbox(const Session& session, std::string_view name);

// Its MAILBOXID, RFC 8474 sec 4: UIDVALIDITY is never given twice in an account.
std::string mailbox_id(std::uint32_t uid_validity);
// All that messages of the mailbox may have. Views of the mailbox.
std::vector<std::string_view> applicable_flags(const store::Mailbox& mailbox);
// "(\Seen)": those that are set.
std::string flag_list(const store::Mailbox& mailbox, store::Flags flags);

// Appends the line of STATUS for these items.
void tell_status(std::string& out, const Session& session, std::string_view name,
                 const store::Mailbox& mailbox, const std::vector<StatusItem>& items);

// RFC 9051 sec 7.3.1; which of them LIST is to tell, besides what a client has to know.
struct ToldAttributes {
  bool subscribed = false, children = false, use = false;
};
std::vector<std::string_view> list_attributes(const store::MailboxTree& tree,
                                              const std::string& name, ToldAttributes told);

}  // namespace postiche::imap
