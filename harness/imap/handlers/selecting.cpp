// SPDX-License-Identifier: MIT
// SELECT, EXAMINE, CLOSE and UNSELECT: RFC 9051 sec 6.3.2, 6.3.3, 6.4.1, 6.4.2.

#include <algorithm>

#include "harness/imap/handlers/expunging.h"
#include "harness/imap/handlers/handlers.h"
#include "harness/imap/handlers/mailbox_facts.h"
#include "harness/imap/news/resync.h"
#include "harness/imap/pen/mailbox_response.h"
#include "harness/imap/pen/response.h"
#include "harness/imap/pen/strings.h"
#include "harness/store/names.h"

namespace postiche::imap {

namespace {

using store::Flags;
using store::Mailbox;

std::string untagged(std::string_view code, std::string_view text) {
  return "* OK [" + std::string(code) + "] " + std::string(text) + "\r\n";
}

// RFC 3501 sec 6.3.1: the number of the first, so that a client can show it.
std::string first_unseen(const Mailbox& mailbox) {
  const auto& all = mailbox.messages();
  const auto found = std::find_if(all.begin(), all.end(), [](const store::Message& message) {
    return !message.flags.has(Flags::seen);
  });
  if (found == all.end()) return "";
  return untagged("UNSEEN " + std::to_string(found - all.begin() + 1), "First unseen message");
}

std::string about(const Session& session, const Mailbox& mailbox, bool only_read) {
  std::vector<std::string_view> flags = applicable_flags(mailbox);
  std::string data;
  append_flags_line(data, flags);
  append_exists(data, static_cast<std::uint32_t>(mailbox.messages().size()));
  if (!session.rev2) {
    append_recent(data, 0);
    data += first_unseen(mailbox);
  }
  flags.push_back("\\*");  // new ones may be made: RFC 9051 sec 7.1
  if (only_read) flags.clear();
  std::string lasting = "PERMANENTFLAGS ";
  append_flags(lasting, flags);
  data += untagged(lasting, only_read ? "Nothing can be set" : "Limited");
  data += untagged("UIDVALIDITY " + std::to_string(mailbox.uid_validity()), "UIDs are valid");
  data += untagged("UIDNEXT " + std::to_string(mailbox.uid_next()), "Predicted next UID");
  if (session.offers("CONDSTORE")) {
    data += untagged("HIGHESTMODSEQ " + std::to_string(mailbox.highest_mod_seq()), "Highest");
  }
  if (session.offers("OBJECTID")) {
    data += untagged("MAILBOXID (" + mailbox_id(mailbox.uid_validity()) + ")", "It stays the same");
  }
  return data;
}

// RFC 9051 sec 7.1, RFC 7162 sec 3.2.11: what follows is about the other mailbox, if any.
std::string farewell_to_mailbox(const Session& session) {
  const bool tells = session.rev2 || session.offers("QRESYNC");
  return session.selected && tells ? untagged("CLOSED", "Previous mailbox is closed") : "";
}

}  // namespace

Answer answer_select(const Session& session, const Command& command) {
  const auto& arguments = arguments_of<SelectArguments>(command);
  if (arguments.resync && !session.qresync) return bad("Enable QRESYNC first");
  if (!session.mailboxes()) return mailboxes_are_away();
  const auto mailbox = find_mailbox(session, arguments.mailbox);
  if (!mailbox) {
    Answer answer = no_such_mailbox();
    answer.data = farewell_to_mailbox(session);
    return answer;
  }
  const bool only_read = command.verb == Verb::examine;
  Answer answer =
      ok(std::string(full_name(command)) + " done", only_read ? "READ-ONLY" : "READ-WRITE");
  answer.data = farewell_to_mailbox(session);
  answer.data += about(session, *mailbox, only_read);
  if (session.rev2) {
    const ListedMailbox listed{{}, store::separator, store::canonical(arguments.mailbox)};
    append_list(answer.data, listed, session.encoding());
  }
  if (arguments.resync) tell_resync(answer.data, *mailbox, *arguments.resync);
  return answer;
}

void apply_select(Session& session, const Command& command) {
  const auto& arguments = arguments_of<SelectArguments>(command);
  // A scripted OK may open what is not there: it is empty then.
  auto mailbox = find_mailbox(session, arguments.mailbox);
  if (!mailbox) mailbox = std::make_shared<Mailbox>(1);
  session.condstore = session.condstore || arguments.condstore;
  session.selected.emplace(store::canonical(arguments.mailbox), std::move(mailbox),
                           command.verb == Verb::examine);
  session.state = State::selected;
}

Answer answer_close(const Session&, const Command& command) {
  return ok(std::string(full_name(command)) + " done");
}

void apply_close(Session& session, const Command& command) {
  // "no untagged EXPUNGE responses": RFC 9051 sec 6.4.1
  const bool expunges =
      command.verb == Verb::close && session.selected && !session.selected->read_only;
  if (expunges) expunge_deleted(*session.selected, std::nullopt);
  leave_mailbox(session);
}

void leave_mailbox(Session& session) {
  session.selected.reset();
  if (session.state == State::selected) session.state = State::authenticated;
}

}  // namespace postiche::imap
