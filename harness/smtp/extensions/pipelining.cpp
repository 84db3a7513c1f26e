// SPDX-License-Identifier: MIT
// PIPELINING: several commands in one segment. A session that cuts lines from a stream speaks it
// anyhow; offering it is all there is to do. RFC 2920 sec 3.

#include "harness/smtp/extensions/list.h"

namespace postiche::smtp::extensions {

constinit const Extension pipelining = {.keyword = "PIPELINING", .line = "PIPELINING"};

}  // namespace postiche::smtp::extensions
