// SPDX-License-Identifier: MIT
// COPY and MOVE: RFC 9051 sec 6.4.7, 6.4.8.

#include <memory>

#include "harness/imap/handlers/chosen.h"
#include "harness/imap/handlers/handlers.h"
#include "harness/imap/handlers/mailbox_facts.h"

namespace postiche::imap {

namespace {

// By value: where source and target are one mailbox its messages move about.
std::vector<store::Message> messages_of(const Session& session, const Numbers& numbers) {
  std::vector<store::Message> messages;
  for (const std::uint32_t number : numbers) {
    messages.push_back(*session.selected->view.find(number));
  }
  return messages;
}

std::uint64_t octets_of(const Session& session, const Numbers& numbers) {
  std::uint64_t octets = 0;
  for (const std::uint32_t number : numbers) {
    octets += session.selected->view.find(number)->body.size();
  }
  return octets;
}

// RFC 4315 sec 3
std::string copy_code(const Session& session, const store::Mailbox& target,
                      const Numbers& numbers) {
  if (!session.offers("UIDPLUS") || numbers.empty()) return "";
  const store::Uid first = target.uid_next();
  std::string code = "COPYUID " + std::to_string(target.uid_validity()) + " " +
                     print_numbers(uids_of(session, numbers)) + " " + std::to_string(first);
  if (numbers.size() > 1) code += ":" + std::to_string(first + numbers.size() - 1);
  return code;
}

// The MODSEQ that the mailbox will have when the messages are gone: RFC 6851 sec 4.4.
std::string mod_seq_code(const Session& session, const store::Mailbox& target,
                         const Numbers& numbers) {
  if (!session.qresync || numbers.empty()) return "";
  const store::Mailbox& source = *session.selected->mailbox;
  const store::ModSeq copies = &source == &target ? numbers.size() : 0;
  return "HIGHESTMODSEQ " + std::to_string(source.highest_mod_seq() + copies + 1);
}

}  // namespace

Answer answer_copy(const Session& session, const Command& command) {
  const auto& arguments = arguments_of<CopyArguments>(command);
  const bool moves = command.verb == Verb::move;
  const auto numbers = chosen(session, command, arguments.messages);
  if (!numbers) return bad("No message has this number");
  if (moves && session.selected->read_only) {
    return no("The mailbox is open for reading only", "READ-ONLY");
  }
  const auto target = find_mailbox(session, arguments.mailbox);
  if (!target) return no_such_mailbox("TRYCREATE");
  // All or none: RFC 9051 sec 6.4.7.
  if (still_there(session, *numbers).size() != numbers->size()) {
    return no("Some of the messages are gone", "EXPUNGEISSUED");
  }
  if (!target->has_uids_for(numbers->size())) return no("No UID is left", "LIMIT");
  if (!moves && !target->has_room(octets_of(session, *numbers))) {
    return no("The account is full", "OVERQUOTA");
  }
  const std::string code = copy_code(session, *target, *numbers);
  Answer answer = ok(std::string(full_name(command)) + " done",
                     moves ? mod_seq_code(session, *target, *numbers) : code);
  // Before the messages go: RFC 6851 sec 4.3.
  if (moves && !code.empty()) answer.data = "* OK [" + code + "] Moved UIDs\r\n";
  return answer;
}

void apply_copy(Session& session, const Command& command) {
  const auto& arguments = arguments_of<CopyArguments>(command);
  const auto target = find_mailbox(session, arguments.mailbox);
  if (!session.selected || session.selected->view.is_void() || !target) return;
  const auto named = chosen(session, command, arguments.messages);
  if (!named || !target->has_uids_for(named->size())) return;
  const Numbers numbers = still_there(session, *named);
  for (const store::Message& message : messages_of(session, numbers)) {
    target->append_copy(*session.selected->mailbox, message, session.now);
  }
  if (command.verb == Verb::move) {
    session.selected->mailbox->expunge(uids_of(session, numbers));
  }
}

}  // namespace postiche::imap
