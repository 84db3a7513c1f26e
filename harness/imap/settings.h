// SPDX-License-Identifier: MIT
#pragma once
// What all sessions of a listener share, and what a session has to know of the world.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "harness/imap/offer.h"
#include "harness/sasl/knowledge.h"
#include "harness/store/mailbox_tree.h"

namespace postiche::imap {

struct Settings {
  std::string domain = "mx.example.com";
  StagedOffer offer;                     // what CAPABILITY says, and what is refused
  std::size_t max_line = 64 * 1024;      // of a command without its literals: RFC 9051 sec 4
  std::size_t max_literal = 64 * 1024;   // of any string that is no message
  std::uint64_t max_message = 64 << 20;  // of APPEND: RFC 7889
  bool requires_tls = false;             // before anybody may log in
  bool passwords_need_tls = false;       // LOGIN and mechanisms that send one want TLS
  bool has_tls = true;                   // else STARTTLS, where offered, fails
};

struct Knowledge {
  // Nothing where there is no such user. Not set: anything goes, whoever it is.
  std::function<std::optional<sasl::Account>(std::string_view user)> find;
  // Null where they are not to be had just now.
  std::function<store::MailboxTree*(std::string_view user)> mailboxes_of;
};

}  // namespace postiche::imap
