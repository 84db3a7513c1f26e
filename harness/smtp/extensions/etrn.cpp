// SPDX-License-Identifier: MIT
// ETRN: send now what waits for this domain, over a connection of your own. RFC 1985.

#include <algorithm>

#include "harness/base/ascii.h"
#include "harness/smtp/extensions/list.h"
#include "harness/smtp/server.h"

namespace postiche::smtp::extensions {

namespace {

// "@example.com" is the domain and all below it.
bool is_below(std::string_view domain, std::string_view top) {
  if (domain == top) return true;
  return domain.size() > top.size() && domain.ends_with(top) &&
         domain[domain.size() - top.size() - 1] == '.';
}

std::size_t waiting_below(const store::Store& store, const std::string& top) {
  std::size_t waiting = 0;
  for (const std::string& domain : store.queues()) {
    if (is_below(domain, top)) waiting += store.queued(domain).size();
  }
  return waiting;
}

bool may_ask_below(const store::Store& store, const std::string& top) {
  const auto queues = store.queues();
  const auto below = [&](const std::string& domain) { return is_below(domain, top); };
  return queues.empty() || std::any_of(queues.begin(), queues.end(), below);
}

// RFC 1985 sec 5.3. A queue that is locked, as a mailbox can be, can't be run just now.
Reply answer_etrn(const Command& command, const Server& server) {
  const store::Store& store = server.store();
  const std::string node = ascii::to_lower(command.queues.front());
  const bool below = node.front() == '@';
  const std::string domain = node.substr(below ? 1 : 0);
  if (below ? !may_ask_below(store, domain) : !store.may_ask(domain)) {
    return {459, "4.7.1", "Node " + domain + " not allowed: no mail is kept for it here"};
  }
  if (store.is_locked(domain)) return {458, "4.3.2", "Unable to queue messages for node " + domain};
  const std::size_t waiting = below ? waiting_below(store, domain) : store.queued(domain).size();
  if (waiting == 0) return {251, "2.0.0", "OK, no messages waiting for node " + domain};
  if (below) return {252, "2.0.0", "OK, pending messages for node " + domain + " started"};
  if (domain.front() == '#') return {250, "2.0.0", "OK, queuing for node " + domain + " started"};
  return {253, "2.0.0",
          "OK, " + std::to_string(waiting) + " pending messages for node " + domain + " started"};
}

}  // namespace

constinit const Extension etrn = {.keyword = "ETRN",
                                  .line = "ETRN",
                                  .usual = {.in_submission = false, .in_lmtp = false},
                                  .verb = Verb::etrn,
                                  .answer = answer_etrn,
                                  .after_ehlo = true};

}  // namespace postiche::smtp::extensions
