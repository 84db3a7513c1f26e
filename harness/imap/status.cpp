// SPDX-License-Identifier: MIT
// STATUS, and how much an account may hold: GETQUOTA, GETQUOTAROOT, SETQUOTA.

#include "harness/imap/handlers.h"
#include "harness/imap/mailbox_facts.h"

namespace postiche::imap {

// RFC 9051 sec 6.3.11
Answer answer_status(const Session& session, const Command& command) {
  const auto& arguments = arguments_of<StatusArguments>(command);
  const auto mailbox = find_mailbox(session, arguments.mailbox);
  if (!mailbox) return no_such_mailbox();
  Answer answer = ok("STATUS done");
  append_status(answer.data, session, arguments.mailbox, *mailbox, arguments.items);
  return answer;
}

void apply_status(Session& session, const Command& command) {
  // Who asks for a MODSEQ knows what they are: RFC 7162 sec 3.1.
  for (const StatusItem item : arguments_of<StatusArguments>(command).items) {
    session.condstore = session.condstore || item == StatusItem::highest_mod_seq;
  }
}

// --- quotas: RFC 9208. One root, "", of all mailboxes of the account together ---

namespace {

constexpr std::uint64_t unit = 1024;  // of STORAGE: RFC 9208 sec 5.1

void append_quota(std::string& out, const store::Quota& quota) {
  std::string resources;
  if (quota.limit.octets != store::Quota::unlimited) {
    resources += "STORAGE " + std::to_string((quota.used.octets + unit - 1) / unit) + " " +
                 std::to_string(quota.limit.octets / unit);
  }
  if (quota.limit.messages != store::Quota::unlimited) {
    if (!resources.empty()) resources += " ";
    resources += "MESSAGE " + std::to_string(quota.used.messages) + " " +
                 std::to_string(quota.limit.messages);
  }
  out += "* QUOTA \"\" (" + resources + ")\r\n";
}

}  // namespace

Answer answer_quota(const Session& session, const Command& command) {
  const std::string& name = arguments_of<MailboxArguments>(command).mailbox;
  const store::MailboxTree* const tree = session.mailboxes();
  if (!tree) return mailboxes_are_away();
  const bool of_mailbox = command.verb == Verb::getquotaroot;
  if (of_mailbox && !tree->find(name)) return no_such_mailbox();
  if (!of_mailbox && !name.empty()) return no("There is no such quota root", "NONEXISTENT");
  Answer answer = ok(std::string(full_name(command)) + " done");
  if (of_mailbox) {
    answer.data += "* QUOTAROOT ";
    append_mailbox(answer.data, name, session.encoding());
    answer.data += " \"\"\r\n";
  }
  append_quota(answer.data, tree->quota());
  return answer;
}

// "the server MUST ... NO" to who may not: RFC 9208 sec 4.1.3. Quotas are the scenario's.
Answer answer_setquota(const Session&, const Command&) {
  return no("Quotas are not yours to set", "NOPERM");
}

}  // namespace postiche::imap
