// SPDX-License-Identifier: MIT
// APPEND and REPLACE: RFC 9051 sec 6.3.12, RFC 3502, RFC 7889, RFC 8508. What their messages hold
// is catenating.h's.

#include <memory>
#include <utility>
#include <vector>

#include "harness/imap/handlers/catenating.h"
#include "harness/imap/handlers/chosen.h"
#include "harness/imap/handlers/handlers.h"
#include "harness/imap/handlers/mailbox_facts.h"

namespace postiche::imap {

namespace {

using store::Mailbox;

std::uint64_t octets_of(const std::vector<Rope>& bodies) {
  std::uint64_t octets = 0;
  for (const Rope& body : bodies) octets += body.size();
  return octets;
}

// Why nothing of it can go in; ok where all can.
Answer object_to(const Session& session, const Mailbox& mailbox, const AppendArguments& arguments) {
  std::vector<Rope> bodies;
  Answer objection = put_together(session, arguments, bodies);
  if (objection.reply.status != Status::ok) return objection;
  if (!mailbox.has_uids_for(bodies.size())) return no("No UID is left", "LIMIT");
  const bool has_room = mailbox.has_room(octets_of(bodies));
  return has_room ? ok("") : no("The account is full", "OVERQUOTA");  // RFC 9208 sec 4.3.1
}

// "UIDVALIDITY first:last", as the messages will be numbered: RFC 4315 sec 3.
std::string append_code(const Session& session, const Mailbox& mailbox, std::size_t count) {
  if (!session.offers("UIDPLUS") || count == 0) return "";
  const store::Uid first = mailbox.uid_next();
  std::string code = "APPENDUID " + std::to_string(mailbox.uid_validity()) + " ";
  code += std::to_string(first);
  if (count > 1) code += ":" + std::to_string(first + count - 1);
  return code;
}

void append_all(const Session& session, Mailbox& mailbox, const AppendArguments& arguments) {
  if (!mailbox.has_uids_for(arguments.messages.size())) return;
  std::vector<Rope> bodies;
  put_together(session, arguments, bodies);
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    const AppendedMessage& message = arguments.messages[i];
    mailbox.append(store::Body(std::move(bodies[i])), mailbox.learn(message.flags),
                   message.date.value_or(session.now), session.now);
  }
}

}  // namespace

Answer answer_append(const Session& session, const Command& command) {
  const auto& arguments = arguments_of<AppendArguments>(command);
  if (!session.mailboxes()) return mailboxes_are_away();
  const auto mailbox = find_mailbox(session, arguments.mailbox);
  // "the client may CREATE it and try again": RFC 9051 sec 6.3.12
  if (!mailbox) return no_such_mailbox("TRYCREATE");
  Answer objection = object_to(session, *mailbox, arguments);
  if (objection.reply.status != Status::ok) return objection;
  return ok("APPEND done", append_code(session, *mailbox, arguments.messages.size()));
}

void apply_append(Session& session, const Command& command) {
  const auto& arguments = arguments_of<AppendArguments>(command);
  const auto mailbox = find_mailbox(session, arguments.mailbox);
  if (mailbox) append_all(session, *mailbox, arguments);
}

// The old message goes when the new one is there: RFC 8508 sec 3.2. What is said of the new one
// comes first, untagged: sec 3.3.
Answer answer_replace(const Session& session, const Command& command) {
  const auto& arguments = arguments_of<AppendArguments>(command);
  const auto numbers = chosen(session, command, arguments.replaced);
  if (!numbers || numbers->size() != 1) return no("There is no such message", "NONEXISTENT");
  if (session.selected->read_only) return no("The mailbox is open for reading only", "READ-ONLY");
  Answer answer = answer_append(session, command);
  if (answer.reply.status != Status::ok) return answer;
  const auto mailbox = find_mailbox(session, arguments.mailbox);
  if (!answer.reply.code.empty()) {
    answer.data = "* OK [" + answer.reply.code + "] Replacement message is there\r\n";
  }
  answer.reply = {Status::ok, "", "REPLACE done"};
  return answer;
}

void apply_replace(Session& session, const Command& command) {
  const auto numbers = chosen(session, command, arguments_of<AppendArguments>(command).replaced);
  apply_append(session, command);
  if (!session.selected || !numbers || numbers->size() != 1) return;
  const store::Uid uid = session.selected->view.uid(numbers->front());
  session.selected->mailbox->expunge({&uid, 1});
}

}  // namespace postiche::imap
