// SPDX-License-Identifier: MIT
// ATRN: who has authenticated turns the connection round and is sent what waits for him. RFC 2645.

#include <algorithm>

#include "harness/base/ascii.h"
#include "harness/smtp/extensions/list.h"
#include "harness/smtp/server.h"

namespace postiche::smtp::extensions {

namespace {

// RFC 2645 sec 5.2.1, 7
Reply answer_atrn(const Command& command, const Server& server) {
  if (!server.authenticated()) return {530, "5.7.0", "Authentication required"};
  const store::Store& store = server.store();
  std::size_t waiting = 0;
  for (const std::string& domain : server.queues_of(command)) {
    if (!store.may_ask(domain)) return {450, "4.7.1", "ATRN request refused: not for " + domain};
    if (store.is_locked(domain)) return {451, "4.3.2", "Unable to process ATRN request now"};
    waiting += store.queued(domain).size();
  }
  if (waiting == 0) return {453, "4.0.0", "You have no mail"};
  return {250, "2.0.0", "OK now reversing the connection"};
}

}  // namespace

constinit const Extension atrn = {.keyword = "ATRN",
                                  .line = "ATRN",
                                  .usual = {.in_submission = false, .in_lmtp = false},
                                  .verb = Verb::atrn,
                                  .answer = answer_atrn,
                                  .after_ehlo = true};

}  // namespace postiche::smtp::extensions
