// SPDX-License-Identifier: MIT
// BINARYMIME: any octets in content, announced by BODY and sent by BDAT. RFC 3030 sec 3.

#include "harness/smtp/extensions/list.h"

namespace postiche::smtp::extensions {

namespace {

constexpr ParameterRule binary_mime_rules[] = {{Verb::mail, "BODY", remark_on_body}};

// RFC 3030 sec 3, item 8
constexpr Room binary_mime_room[] = {{Verb::mail, 16}};

}  // namespace

constinit const Extension binary_mime = {.keyword = "BINARYMIME",
                                         .line = "BINARYMIME",
                                         .room = binary_mime_room,
                                         .parameters = binary_mime_rules};

}  // namespace postiche::smtp::extensions
