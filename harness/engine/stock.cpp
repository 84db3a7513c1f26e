// SPDX-License-Identifier: MIT
#include "harness/engine/stock.h"

#include "harness/mail/line_endings.h"
#include "harness/store/generated.h"
#include "harness/store/maildir.h"
#include "harness/store/mbox.h"

namespace postiche::engine {

namespace {

store::Flags flags_of(const scenario::StoredMessage& stored, store::Mailbox& mailbox) {
  return mailbox.learn(stored.flags);
}

void stock_generated(const scenario::StoredMessage& stored, store::Mailbox& mailbox,
                     VirtualTime now) {
  store::Generated wanted;
  wanted.count = stored.generate;
  wanted.octets = stored.size;
  wanted.first_date = stored.date.value_or(now);
  wanted.flags = flags_of(stored, mailbox);
  generate(mailbox, wanted);
}

void stock_mbox(const scenario::StoredMessage& stored, store::Mailbox& mailbox, VirtualTime now) {
  const store::Flags flags = flags_of(stored, mailbox);
  for (store::FiledMessage& one : store::split_mbox(*stored.content)) {
    const VirtualTime date = stored.date.value_or(one.date.value_or(now));
    mailbox.append(store::Body(Rope(std::move(one.octets))), one.flags.with(flags), date);
  }
}

void stock_maildir(const scenario::StoredMessage& stored, store::Mailbox& mailbox,
                   VirtualTime now) {
  const store::MaildirName name = store::parse_maildir_name(stored.file_name);
  std::vector<std::string> keywords = stored.flags;
  if (name.is_forwarded) keywords.emplace_back("$Forwarded");
  const store::Flags flags = name.flags.with(mailbox.learn(keywords));
  const VirtualTime date = stored.date.value_or(name.delivered_at.value_or(now));
  mailbox.append(store::Body(Rope(mail::with_crlf(*stored.content))), flags, date);
}

}  // namespace

void stock(const scenario::StoredMessage& stored, store::Mailbox& mailbox, VirtualTime now) {
  if (!stored.content) return stock_generated(stored, mailbox, now);
  if (stored.is_mbox) return stock_mbox(stored, mailbox, now);
  if (!stored.file_name.empty()) return stock_maildir(stored, mailbox, now);
  Rope content;
  content.append(*stored.content, stored.content);
  mailbox.append(store::Body(std::move(content)), flags_of(stored, mailbox),
                 stored.date.value_or(now));
}

}  // namespace postiche::engine
