// SPDX-License-Identifier: MIT
// TOP: the beginning of a message. RFC 1939 sec 7, RFC 2449 sec 6.1.

#include "harness/pop3/answers_about_mail.h"
#include "harness/pop3/extensions/list.h"
#include "harness/pop3/server.h"

namespace postiche::pop3::extensions {

namespace {

Reply answer_top(const Command& command, const Server& server) {
  return answer_top(command, *server.maildrop());
}

}  // namespace

constinit const Extension top = {
    .keyword = "TOP", .line = "TOP", .verb = Verb::top, .answer = answer_top};

}  // namespace postiche::pop3::extensions
