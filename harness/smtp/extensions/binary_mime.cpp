// SPDX-License-Identifier: MIT
// BINARYMIME: any octets in content, announced by BODY and sent by BDAT. RFC 3030 sec 3.

#include "harness/smtp/extensions/list.h"

namespace postiche::smtp::extensions {

namespace {

constexpr ParameterRule rules[] = {{Verb::mail, "BODY", object_to_body}};

// RFC 3030 sec 3, item 8
constexpr Room room[] = {{Verb::mail, 16}};

}  // namespace

constinit const Extension binary_mime = {.keyword = "BINARYMIME",
                                         .line = "BINARYMIME",
                                         .usual = {.played = false},
                                         .room = room,
                                         .parameters = rules};

}  // namespace postiche::smtp::extensions
