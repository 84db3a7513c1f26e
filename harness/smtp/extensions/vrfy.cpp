// SPDX-License-Identifier: MIT
// VRFY may be offered, but every server has it, offered or not (RFC 5321 sec 3.5.2, 4.5.1): so no
// command comes with this line.

#include "harness/base/ascii.h"
#include "harness/smtp/extensions/list.h"
#include "harness/smtp/extensions/mailboxes.h"
#include "harness/smtp/server.h"

namespace postiche::smtp::extensions {

std::string_view without_brackets(std::string_view text) {
  const bool bracketed = text.size() > 1 && text.front() == '<' && text.back() == '>';
  return bracketed ? text.substr(1, text.size() - 2) : text;
}

std::string bracketed(const std::string& user, const Server& server) {
  const bool whole = user.find('@') != std::string::npos;
  return "<" + user + (whole ? "" : "@" + server.settings().domain) + ">";
}

// RFC 6531 sec 3.7.4.2
Reply in_utf8(Reply reply, const Command& command, const Server& server) {
  if (!ascii::has_8bit(reply.text)) return reply;
  reply.utf8 = command.parameter("SMTPUTF8") && server.offer().offers("SMTPUTF8");
  if (reply.utf8) return reply;
  return {252, "2.6.8", "Whose name can't be shown in ASCII; mail will be accepted"};
}

// Without accounts nobody can be verified, and then 252 is right (RFC 5321 sec 3.5.3, 7.3); with
// them, the truth.
Reply answer_vrfy(const Command& command, const Server& server) {
  const store::Store& store = server.store();
  if (!store.has_accounts()) {
    return {252, "2.5.0", "Cannot verify user, but will accept message and attempt delivery"};
  }
  const std::vector<std::string> found = store.find_accounts(without_brackets(command.text));
  if (found.empty()) return {550, "5.1.1", "No such user here"};
  if (found.size() > 1) return {553, "5.1.4", "User ambiguous"};
  return in_utf8({250, "2.1.5", bracketed(found.front(), server)}, command, server);
}

constinit const Extension vrfy = {.keyword = "VRFY", .line = "VRFY"};

}  // namespace postiche::smtp::extensions
