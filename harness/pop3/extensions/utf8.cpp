// SPDX-License-Identifier: MIT
// UTF8: the client reads it, in replies and in messages. Messages are what they are without it too:
// nothing is converted. RFC 6856 sec 2.

#include "harness/pop3/extensions/list.h"
#include "harness/pop3/server.h"

namespace postiche::pop3::extensions {

namespace {

Reply answer_utf8(const Command&, const Server&) { return {Status::ok, "", "UTF8 enabled"}; }

}  // namespace

constinit const Extension utf8 = {
    .keyword = "UTF8", .line = "UTF8 USER", .verb = Verb::utf8, .answer = answer_utf8};

}  // namespace postiche::pop3::extensions
