// SPDX-License-Identifier: MIT
#pragma once
// The URL of a message, or of a part of one, as CATENATE has it: relative to the session, since
// messages of other servers are not to be had (RFC 4469 sec 3). Knows of no mailbox whether it is
// there.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "harness/imap/fetch_item.h"
#include "harness/store/message.h"

namespace postiche::imap {

struct MessageUrl {
  std::string mailbox;  // in UTF-8; "" is the one that is open
  std::optional<std::uint32_t> uid_validity;
  store::Uid uid = 0;
  FetchItem item;  // BODY[...] of it, which is all of it where no section is named
};

// "/Drafts;UIDVALIDITY=385759045/;UID=20/;SECTION=1.2/;PARTIAL=0.1024", "/;UID=20": RFC 5092.
// Nothing where it is none, or has a server.
std::optional<MessageUrl> parse_message_url(std::string_view text);

}  // namespace postiche::imap
