// SPDX-License-Identifier: MIT
#pragma once
// The messages that APPEND brings, whole or put together by CATENATE: RFC 4469.

#include <vector>

#include "harness/base/rope.h"
#include "harness/imap/answer.h"
#include "harness/imap/arguments.h"
#include "harness/imap/session.h"

namespace postiche::imap {

// Adds the octets of each message to `bodies`; what is not to be had is left out of them. Says why
// the server would refuse them, else OK.
Answer put_together(const Session& session, const AppendArguments& arguments,
                    std::vector<Rope>& bodies);

}  // namespace postiche::imap
