// SPDX-License-Identifier: MIT
#pragma once
// The octets that BODY[...]<...> means: RFC 9051 sec 6.4.5.

#include <cstddef>
#include <optional>

#include "harness/base/rope.h"
#include "harness/imap/fetch_item.h"
#include "harness/mail/opened_message.h"

namespace postiche::imap {

// All of the section, whatever part of it is asked for; nothing where there is none.
std::optional<Rope> section_octets(mail::OpenedMessage& message, const FetchItem& item);
// What of so many octets is asked for. A beginning behind the end is nothing.
Range partial_range(const std::optional<FetchItem::Partial>& partial, std::size_t size);

}  // namespace postiche::imap
