// SPDX-License-Identifier: MIT
#include "harness/imap/mailbox_facts.h"

#include <algorithm>

#include "harness/imap/needs.h"
#include "harness/imap/text_writer.h"
#include "harness/imap/utf7.h"

namespace postiche::imap {

namespace {

using store::Flags;
using store::Mailbox;
using store::Message;

std::string in_parentheses(const std::vector<std::string_view>& words) {
  std::string out = "(";
  for (const std::string_view word : words) {
    if (out.size() > 1) out.push_back(' ');
    out.append(word);
  }
  out.push_back(')');
  return out;
}

struct Sum {
  std::uint64_t messages = 0, octets = 0;
};

template <typename Holds>
Sum sum_of(const Mailbox& mailbox, Holds holds) {
  Sum sum;
  for (const Message& message : mailbox.messages()) {
    if (!holds(message)) continue;
    ++sum.messages;
    sum.octets += message.body.size();
  }
  return sum;
}

std::string value_of(StatusItem item, const Session& session, const Mailbox& mailbox) {
  const auto deleted = [](const Message& message) { return message.flags.has(Flags::deleted); };
  const auto unseen = [](const Message& message) { return !message.flags.has(Flags::seen); };
  switch (item) {
    case StatusItem::messages:
      return "MESSAGES " + std::to_string(mailbox.messages().size());
    case StatusItem::uid_next:
      return "UIDNEXT " + std::to_string(mailbox.uid_next());
    case StatusItem::uid_validity:
      return "UIDVALIDITY " + std::to_string(mailbox.uid_validity());
    case StatusItem::unseen:
      return "UNSEEN " + std::to_string(sum_of(mailbox, unseen).messages);
    case StatusItem::deleted:
      return "DELETED " + std::to_string(sum_of(mailbox, deleted).messages);
    case StatusItem::size:
      return "SIZE " + std::to_string(mailbox.octets());
    case StatusItem::append_limit:
      return "APPENDLIMIT " + std::to_string(message_limit(session));
    case StatusItem::highest_mod_seq:
      return "HIGHESTMODSEQ " + std::to_string(mailbox.highest_mod_seq());
    case StatusItem::mailbox_id:
      return "MAILBOXID (" + mailbox_id(mailbox.uid_validity()) + ")";
    case StatusItem::deleted_storage:
      return "DELETED-STORAGE " + std::to_string(sum_of(mailbox, deleted).octets);
    default:
      return "RECENT 0";  // nobody is told first: RFC 3501 sec 2.3.2, and RFC 9051 has none
  }
}

}  // namespace

Answer mailboxes_are_away() {
  return no("The mailboxes are not to be had just now", "UNAVAILABLE");
}

Answer no_such_mailbox(std::string code) { return no("There is no such mailbox", std::move(code)); }

std::shared_ptr<Mailbox> find_mailbox(const Session& session, std::string_view name) {
  const store::MailboxTree* const tree = session.mailboxes();
  return tree ? tree->find(name) : nullptr;
}

std::string mailbox_id(std::uint32_t uid_validity) { return "F" + std::to_string(uid_validity); }

std::string applicable_flags(const Mailbox& mailbox) {
  std::vector<std::string_view> names;
  for (std::size_t flag = 0; flag < mailbox.keywords().known(); ++flag) {
    names.push_back(mailbox.keywords().name(static_cast<store::Flag>(flag)));
  }
  return in_parentheses(names);
}

std::string flag_list(const Mailbox& mailbox, Flags flags) {
  return in_parentheses(mailbox.keywords().names(flags));
}

void append_mailbox(std::string& out, std::string_view name, Encoding encoding) {
  const bool is_utf8 = encoding == Encoding::utf8;
  const auto encoded = is_utf8 ? std::nullopt : to_modified_utf7(name);
  append_string(out, encoded.value_or(std::string(name)),
                is_utf8 ? QuotedText::utf8 : QuotedText::ascii);
}

void append_status(std::string& out, const Session& session, std::string_view name,
                   const Mailbox& mailbox, const std::vector<StatusItem>& items) {
  out += "* STATUS ";
  append_mailbox(out, name, session.encoding());
  std::vector<std::string> values;
  for (const StatusItem item : items) values.push_back(value_of(item, session, mailbox));
  out.append(" ").append(in_parentheses({values.begin(), values.end()})).append("\r\n");
}

}  // namespace postiche::imap
