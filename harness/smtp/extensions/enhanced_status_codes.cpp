// SPDX-License-Identifier: MIT
// ENHANCEDSTATUSCODES: "250 2.1.0 ...". Which code goes with which reply stands at the reply; when
// they are spoken says Server::speaks_enhanced(). RFC 2034 sec 4.

#include "harness/smtp/extensions/list.h"

namespace postiche::smtp::extensions {

constinit const Extension enhanced_status_codes = {.keyword = "ENHANCEDSTATUSCODES",
                                                   .line = "ENHANCEDSTATUSCODES"};

}  // namespace postiche::smtp::extensions
