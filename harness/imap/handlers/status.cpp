// SPDX-License-Identifier: MIT
// STATUS, and how much an account may hold: GETQUOTA, GETQUOTAROOT, SETQUOTA.

#include "harness/imap/handlers/handlers.h"
#include "harness/imap/handlers/mailbox_facts.h"
#include "harness/imap/pen/mailbox_response.h"

namespace postiche::imap {

// RFC 9051 sec 6.3.11
Answer answer_status(const Session& session, const Command& command) {
  const auto& arguments = arguments_of<StatusArguments>(command);
  const auto mailbox = find_mailbox(session, arguments.mailbox);
  if (!mailbox) return no_such_mailbox();
  Answer answer = ok("STATUS done");
  tell_status(answer.data, session, arguments.mailbox, *mailbox, arguments.items);
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

std::vector<QuotaUse> uses_of(const store::Quota& quota) {
  std::vector<QuotaUse> uses;
  if (quota.limit.octets != store::Quota::unlimited) {
    uses.push_back({"STORAGE", (quota.used.octets + unit - 1) / unit, quota.limit.octets / unit});
  }
  if (quota.limit.messages != store::Quota::unlimited) {
    uses.push_back({"MESSAGE", quota.used.messages, quota.limit.messages});
  }
  return uses;
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
  const std::vector<std::string> roots{""};
  if (of_mailbox) append_quotaroot(answer.data, name, roots, session.encoding());
  append_quota(answer.data, "", uses_of(tree->quota()), session.encoding());
  return answer;
}

// "the server MUST ... NO" to who may not: RFC 9208 sec 4.1.3. Quotas are the scenario's.
Answer answer_setquota(const Session&, const Command&) {
  return no("Quotas are not yours to set", "NOPERM");
}

}  // namespace postiche::imap
