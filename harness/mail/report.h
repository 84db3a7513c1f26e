// SPDX-License-Identifier: MIT
#pragma once
// A delivery status notification: what became of a message, for its sender, as RFC 3464 sec 2 has
// it.

#include <cstdint>
#include <string>
#include <vector>

#include "harness/base/time.h"
#include "harness/mail/message.h"

namespace postiche::mail {

struct Report {
  std::string domain;      // of the server that reports
  std::uint64_t number{};  // of the report on this server: makes its Message-ID
  VirtualTime arrived, at;
  std::string sender;                   // whom it is for
  std::vector<std::string> recipients;  // whom the message did not reach
  std::string status;                   // "5.1.1"; a class of 4 says that it is delayed
  std::string text;                     // why, in words
  std::string header;                   // of the message, as far as it is known
};

// As content: header and body, CRLF at each line's end.
std::string written(const Report& report);
// On its way to the sender, with the null reverse-path: RFC 5321 sec 4.5.5.
Message message_from(const Report& report);

}  // namespace postiche::mail
