// SPDX-License-Identifier: MIT
// XFORWARD: a filter says where the next message came from, for the record only. Postfix's own;
// only where a scenario offers it.

#include "harness/smtp/extensions/attributes.h"
#include "harness/smtp/extensions/list.h"
#include "harness/smtp/server.h"

namespace postiche::smtp::extensions {

namespace {

Reply answer_xforward(const Command& command, const Server& server) {
  if (auto objection = object_to_attributes(command, server, "XFORWARD")) {
    return *std::move(objection);
  }
  return {250, "2.0.0", "Ok"};
}

}  // namespace

constinit const Extension xforward = {.keyword = "XFORWARD",
                                      .line = "XFORWARD NAME ADDR PORT PROTO HELO IDENT SOURCE",
                                      .usual = {.offered = false},
                                      .verb = Verb::xforward,
                                      .answer = answer_xforward};

}  // namespace postiche::smtp::extensions
