// SPDX-License-Identifier: MIT
#pragma once
// Messages with UTF-8 in their headers, for clients that never asked for that: RFC 6858. Not the
// way of RFC 6857, which rewrites each kind of field by rules of its own and keeps the originals
// under new names: what a client can show is the same, and a synthetic message is no place for
// secrets that tests then rely on.

#include <memory>
#include <string>
#include <string_view>

#include "harness/base/rope.h"
#include "harness/mail/outline.h"

namespace postiche::mail {

// A header in ASCII: RFC 6858 sec 2. Addresses that are not ASCII become one that reaches nobody,
// under the name or the address that was there; parameters that are not are left out, and so are
// all fields that are not, but for Subject, which is encoded. A header in ASCII stays as it is.
std::string downgraded_header(std::string_view header);

// The message with the headers of all its parts downgraded; itself where nothing is to be done.
// Bodies are shared. Total, and linear.
std::shared_ptr<const Rope> downgraded(const std::shared_ptr<const Rope>& message,
                                       const Outline& outline);

}  // namespace postiche::mail
