// SPDX-License-Identifier: MIT
#pragma once
// When a message was sent: what SORT and THREAD compare, RFC 5256 sec 2.2.

#include "harness/mail/opened_message.h"
#include "harness/store/message.h"

namespace postiche::imap {

// By its Date field, in UTC; INTERNALDATE where that can't be read.
VirtualTime sent_date_of(const store::Message& message, mail::OpenedMessage& opened);

}  // namespace postiche::imap
