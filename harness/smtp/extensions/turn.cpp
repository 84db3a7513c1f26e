// SPDX-License-Identifier: MIT
// TURN: the connection is turned round for whoever asks, which is why no server has it any more
// (RFC 5321 sec F.1). Where a scenario offers it, mail goes to whom the client says it is.

#include "harness/smtp/extensions/list.h"
#include "harness/smtp/server.h"

namespace postiche::smtp::extensions {

namespace {

// 502 refuses, and both stay what they are: RFC 821 sec 3.8.
Reply answer_turn(const Command&, const Server& server) {
  if (server.store().queued(server.helo()).empty()) {
    return {502, "5.5.1", "No mail waits for " + server.helo()};
  }
  return {250, "2.0.0", "OK now reversing the connection"};
}

}  // namespace

constinit const Extension turn = {.keyword = "TURN",
                                  .line = "TURN",
                                  .usual = {.offered = false},
                                  .verb = Verb::turn,
                                  .answer = answer_turn};

}  // namespace postiche::smtp::extensions
