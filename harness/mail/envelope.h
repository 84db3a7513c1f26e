// SPDX-License-Identifier: MIT
#pragma once
// What ENVELOPE says of a message: RFC 9051 sec 7.5.2. Not the envelope of SMTP.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/mail/address_list.h"

namespace postiche::mail {

struct Envelope {
  // As written, unfolded. Nothing where there is no such field; "" where it is empty.
  std::optional<std::string> date, subject, in_reply_to, message_id;
  // Empty where there is none. Who sends and who wants replies are those in From, where nothing
  // else is said.
  AddressList from, sender, reply_to, to, cc, bcc;
  std::vector<std::string_view> deviations;  // those of parse_address_list()
};

// Reads a header. Of fields that may be there once the first counts; those of recipients are joined
// (RFC 5322 sec 4.5.3).
Envelope envelope_of(std::string_view header);

}  // namespace postiche::mail
