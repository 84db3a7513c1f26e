// SPDX-License-Identifier: MIT
#pragma once
// What a FETCH item is called in the answer: RFC 9051 sec 7.5.2.

#include <string>

#include "harness/imap/fetch_item.h"

namespace postiche::imap {

// "BODY[1.HEADER.FIELDS (SUBJECT)]<0>": of a partial section with its origin alone.
std::string name_of(const FetchItem& item);

}  // namespace postiche::imap
