// SPDX-License-Identifier: MIT
#pragma once
// EMAILID and THREADID: RFC 8474 sec 5. They are made of what a message is, so that they are the
// same wherever and whenever it is met, and nothing has to be kept.

#include <string>

#include "harness/mail/opened_message.h"
#include "harness/store/message.h"

namespace postiche::imap {

// Of the content and of INTERNALDATE, which is the same wherever the EMAILID is: RFC 8474 sec 5.1.
std::string email_id_of(const store::Message& message, mail::OpenedMessage& opened);
// Of the message that all others of the thread name, as far as this one tells.
std::string thread_id_of(const store::Message& message, mail::OpenedMessage& opened);

}  // namespace postiche::imap
