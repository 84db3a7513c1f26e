// SPDX-License-Identifier: MIT
// Commands that change which mailboxes there are: CREATE, DELETE, RENAME, SUBSCRIBE, UNSUBSCRIBE.

#include <algorithm>

#include "harness/base/ascii.h"
#include "harness/imap/handlers/handlers.h"
#include "harness/imap/handlers/mailbox_facts.h"

namespace postiche::imap {

namespace {

using store::TreeOutcome;

// The codes are of RFC 5530 sec 3.
Answer answer_outcome(TreeOutcome outcome, const Command& command) {
  switch (outcome) {
    case TreeOutcome::done:
      return ok(std::string(full_name(command)) + " done");
    case TreeOutcome::already_exists:
      return no("There is one of this name already", "ALREADYEXISTS");
    case TreeOutcome::does_not_exist:
      return no("There is no such mailbox", "NONEXISTENT");
    case TreeOutcome::has_inferiors:
      return no("Other mailboxes stand below it", "HASCHILDREN");
    case TreeOutcome::not_for_inbox:
      return no("INBOX stays", "CANNOT");
    case TreeOutcome::below_itself:
      return no("It cannot be moved below itself", "CANNOT");
    case TreeOutcome::too_many:
      return no("There are too many mailboxes", "LIMIT");
    default:
      return no("No mailbox can have this name", "CANNOT");
  }
}

// Nothing where nobody knows it.
std::optional<store::SpecialUse> use_named(std::string_view text) {
  using enum store::SpecialUse;
  for (const auto use : {all, archive, drafts, flagged, junk, sent, trash}) {
    if (ascii::equal_ignoring_case(store::name(use), text)) return use;
  }
  return std::nullopt;
}

}  // namespace

// RFC 9051 sec 6.3.4, RFC 6154 sec 3, RFC 8474 sec 4.1
Answer answer_create(const Session& session, const Command& command) {
  const auto& arguments = arguments_of<MailboxArguments>(command);
  const store::MailboxTree* const tree = session.mailboxes();
  if (!tree) return mailboxes_are_away();
  const bool is_known = std::all_of(arguments.uses.begin(), arguments.uses.end(),
                                    [](const std::string& use) { return use_named(use); });
  if (!is_known || arguments.uses.size() > 1) {
    return no("A mailbox has one use, of those that are known", "USEATTR");
  }
  Answer answer = answer_outcome(tree->may_create(arguments.mailbox), command);
  if (answer.reply.status == Status::ok && session.offers("OBJECTID")) {
    answer.reply.code = "MAILBOXID (" + mailbox_id(tree->uid_validity_for(arguments.mailbox)) + ")";
  }
  return answer;
}

void apply_create(Session& session, const Command& command) {
  const auto& arguments = arguments_of<MailboxArguments>(command);
  const auto use = arguments.uses.empty() ? std::nullopt : use_named(arguments.uses.front());
  if (store::MailboxTree* const tree = session.mailboxes()) {
    tree->create(arguments.mailbox, use.value_or(store::SpecialUse::none));
  }
}

// RFC 9051 sec 6.3.5
Answer answer_delete(const Session& session, const Command& command) {
  const store::MailboxTree* const tree = session.mailboxes();
  if (!tree) return mailboxes_are_away();
  return answer_outcome(tree->may_remove(arguments_of<MailboxArguments>(command).mailbox), command);
}

void apply_delete(Session& session, const Command& command) {
  if (store::MailboxTree* const tree = session.mailboxes()) {
    tree->remove(arguments_of<MailboxArguments>(command).mailbox);
  }
}

// RFC 9051 sec 6.3.6
Answer answer_rename(const Session& session, const Command& command) {
  const auto& arguments = arguments_of<RenameArguments>(command);
  const store::MailboxTree* const tree = session.mailboxes();
  if (!tree) return mailboxes_are_away();
  return answer_outcome(tree->may_rename(arguments.from, arguments.to), command);
}

void apply_rename(Session& session, const Command& command) {
  const auto& arguments = arguments_of<RenameArguments>(command);
  if (store::MailboxTree* const tree = session.mailboxes()) {
    tree->rename(arguments.from, arguments.to);
  }
}

// RFC 9051 sec 6.3.7: a name may be subscribed to that no mailbox has.
Answer answer_subscribe(const Session& session, const Command& command) {
  return session.mailboxes() ? answer_outcome(TreeOutcome::done, command) : mailboxes_are_away();
}

void apply_subscribe(Session& session, const Command& command) {
  store::MailboxTree* const tree = session.mailboxes();
  if (!tree) return;
  const std::string& name = arguments_of<MailboxArguments>(command).mailbox;
  if (command.verb == Verb::subscribe) {
    tree->subscribe(name);
  } else {
    tree->unsubscribe(name);
  }
}

}  // namespace postiche::imap
