// SPDX-License-Identifier: MIT
// XCLIENT: a proxy says who its client is, and the session begins anew as if that had connected.
// Postfix's own; only where a scenario offers it.

#include "harness/smtp/extensions/attributes.h"
#include "harness/smtp/extensions/list.h"
#include "harness/smtp/server.h"

namespace postiche::smtp::extensions {

namespace {

// The greeting again: the client begins with EHLO.
Reply answer_xclient(const Command& command, const Server& server) {
  if (auto objection = object_to_attributes(command, server, "XCLIENT")) {
    return *std::move(objection);
  }
  return server.greeting();
}

}  // namespace

constinit const Extension xclient = {.keyword = "XCLIENT",
                                     .line = "XCLIENT NAME ADDR PORT PROTO HELO LOGIN",
                                     .usual = {.offered = false},
                                     .verb = Verb::xclient,
                                     .answer = answer_xclient};

}  // namespace postiche::smtp::extensions
