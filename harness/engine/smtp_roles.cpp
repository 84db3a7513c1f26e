// SPDX-License-Identifier: MIT
// TURN, ATRN and ETRN: whose mail is brought, and where.

#include "harness/engine/smtp_flow.h"

namespace postiche::engine {
namespace {

bool asks_for_mail(const smtp::Command* command) {
  if (!command) return false;
  const smtp::Verb verb = command->verb;
  return verb == smtp::Verb::turn || verb == smtp::Verb::atrn || verb == smtp::Verb::etrn;
}

}  // namespace

void SmtpFlow::change_role(Turn& turn, Errand errand) {
  turn.changes_role = true;
  const smtp::Command* const command = command_of(turn);
  if (asks_for_mail(command)) {
    if (!turn.answered) {
      say_honestly(turn);
      if (stage_.outbox.last_code().number >= 300) return;  // it had a reason
    }
    if (errand.queues.empty()) errand.queues = server_.queues_of(*command);
    const bool etrn = command->verb == smtp::Verb::etrn;
    if (etrn && errand.address.empty()) {
      const std::vector<std::string> queues = errand.queues;
      return call_back(queues, std::move(errand));
    }
  }
  if (errand.address.empty()) {
    errand_ = std::move(errand);
  } else {
    stage_.world.send(std::move(errand));
  }
}

// Where the scenario says that these live.
void SmtpFlow::call_back(const std::vector<std::string>& queues, Errand errand) {
  const auto& known = director_.play().scenario->dial;
  for (const std::string& queue : queues) {
    const auto found = known.find(queue);
    if (found == known.end()) {
      stage_.note({{"note", "no-address"}, {"name", queue}});
      continue;
    }
    errand.address = found->second;
    errand.queues = {queue};
    stage_.world.send(errand);
  }
}

// What an honest server does once it has said yes: RFC 821 sec 3.8, RFC 1985 sec 5, RFC 2645
// sec 5.2.1.
void SmtpFlow::mind_roles(const Turn& turn) {
  const smtp::Command* const command = command_of(turn);
  if (turn.changes_role || !asks_for_mail(command) || stage_.outbox.ended()) return;
  if (server_.turned()) {
    errand_ = Errand{{}, server_.wanted_queues(), {}};
    return;
  }
  // 251: there is nothing to bring.
  const int code = stage_.outbox.last_code().number;
  if (command->verb == smtp::Verb::etrn && code < 300 && code != 251) {
    call_back(server_.wanted_queues(), {});
  }
}

}  // namespace postiche::engine
