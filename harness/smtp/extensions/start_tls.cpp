// SPDX-License-Identifier: MIT
// STARTTLS: the line is encrypted from here on, and the session begins anew. RFC 3207.

#include "harness/smtp/extensions/list.h"
#include "harness/smtp/server.h"

namespace postiche::smtp::extensions {

namespace {

// RFC 3207 sec 4
Reply answer_starttls(const Command&, const Server& server) {
  if (server.secured()) return {503, "5.5.1", "TLS is on already"};
  if (!server.settings().has_tls) {
    return {454, "4.7.0", "TLS not available due to temporary reason"};
  }
  return {220, "2.0.0", "Ready to start TLS"};
}

}  // namespace

// Never offered inside TLS: RFC 3207 sec 4.2.
constinit const Extension start_tls = {.keyword = "STARTTLS",
                                       .line = "STARTTLS",
                                       .usual = {.played = false, .on = Usual::Line::plain},
                                       .verb = Verb::starttls,
                                       .answer = answer_starttls,
                                       .after_ehlo = true};

}  // namespace postiche::smtp::extensions
