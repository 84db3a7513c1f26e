// SPDX-License-Identifier: MIT
#include "harness/imap/search/sent_date.h"

#include "harness/mail/date.h"
#include "harness/mail/header.h"

namespace postiche::imap {

VirtualTime sent_date_of(const store::Message& message, mail::OpenedMessage& opened) {
  const auto date = mail::parse_date(mail::field(opened.header(), "Date").value_or(""));
  return date ? date->time : message.internal_date;
}

}  // namespace postiche::imap
