// SPDX-License-Identifier: MIT
// STLS: the line is encrypted from here on, and the session begins anew. RFC 2595 sec 4.

#include "harness/pop3/extensions/list.h"
#include "harness/pop3/server.h"

namespace postiche::pop3::extensions {

namespace {

Reply answer_stls(const Command&, const Server& server) {
  // "Command not permitted when TLS active"
  if (server.secured()) return {Status::err, "", "TLS is on already"};
  if (!server.settings().has_tls) return {Status::err, "SYS/TEMP", "TLS is not to be had just now"};
  return {Status::ok, "", "Begin TLS negotiation"};
}

}  // namespace

constinit const Extension stls = {.keyword = "STLS",
                                  .line = "STLS",
                                  .only_in_clear = true,
                                  .verb = Verb::stls,
                                  .answer = answer_stls};

}  // namespace postiche::pop3::extensions
