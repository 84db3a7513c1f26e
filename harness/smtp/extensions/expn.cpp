// SPDX-License-Identifier: MIT
// EXPN, which has to be offered where it is to be had (RFC 5321 sec 3.5.2). A list is an alias that
// several accounts have; an account is a list of one.

#include "harness/smtp/extensions/list.h"
#include "harness/smtp/extensions/mailboxes.h"
#include "harness/smtp/server.h"

namespace postiche::smtp::extensions {

namespace {

// RFC 5321 sec 3.5.1, 3.5.3
Reply answer_expn(const Command& command, const Server& server) {
  const store::Store& store = server.store();
  if (!store.has_accounts()) return {252, "2.5.0", "Cannot say who is on that list"};
  const std::vector<std::string> members = store.find_accounts(without_brackets(command.text));
  if (members.empty()) return {550, "5.1.1", "No such list here"};
  Reply reply{250, "2.1.5", ""};
  for (const std::string& member : members) {
    reply.text.append(reply.text.empty() ? "" : "\n").append(bracketed(member, server));
  }
  return in_utf8(std::move(reply), command, server);
}

}  // namespace

constinit const Extension expn = {
    .keyword = "EXPN", .line = "EXPN", .verb = Verb::expn, .answer = answer_expn};

}  // namespace postiche::smtp::extensions
