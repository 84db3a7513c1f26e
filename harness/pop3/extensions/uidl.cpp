// SPDX-License-Identifier: MIT
// UIDL: names of messages that stay the same from session to session. RFC 1939 sec 7, RFC 2449
// sec 6.8.

#include "harness/pop3/answers_about_mail.h"
#include "harness/pop3/extensions/list.h"
#include "harness/pop3/server.h"

namespace postiche::pop3::extensions {

namespace {

Reply answer_uidl(const Command& command, const Server& server) {
  return answer_uidl(command, *server.maildrop());
}

}  // namespace

constinit const Extension uidl = {
    .keyword = "UIDL", .line = "UIDL", .verb = Verb::uidl, .answer = answer_uidl};

}  // namespace postiche::pop3::extensions
