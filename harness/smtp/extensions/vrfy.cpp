// SPDX-License-Identifier: MIT
// VRFY may be offered, but every server has it, offered or not (RFC 5321 sec 3.5.2, 4.5.1): so no
// command comes with this line.

#include "harness/base/ascii.h"
#include "harness/smtp/extensions/list.h"
#include "harness/smtp/server.h"

namespace postiche::smtp::extensions {

// Without accounts nobody can be verified, and then 252 is right (RFC 5321 sec 3.5.3, 7.3); with
// them, the truth.
Reply answer_vrfy(const Command& command, const Server& server) {
  const mail::Store& store = server.store();
  if (!store.has_accounts()) {
    return {252, "2.5.0", "Cannot verify user, but will accept message and attempt delivery"};
  }
  std::string_view text = ascii::trim(command.argument);
  if (text.size() > 1 && text.front() == '<' && text.back() == '>') {
    text = text.substr(1, text.size() - 2);
  }
  const std::vector<std::string> found = store.find_accounts(text);
  if (found.empty()) return {550, "5.1.1", "No such user here"};
  if (found.size() > 1) return {553, "5.1.4", "User ambiguous"};
  const bool whole = found.front().find('@') != std::string::npos;
  const std::string& domain = server.settings().domain;
  return {250, "2.1.5", "<" + found.front() + (whole ? "" : "@" + domain) + ">"};
}

constinit const Extension vrfy = {.keyword = "VRFY", .usual = {.offered = false}};

}  // namespace postiche::smtp::extensions
