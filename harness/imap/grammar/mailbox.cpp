// SPDX-License-Identifier: MIT
#include <array>

#include "harness/base/ascii.h"
#include "harness/imap/grammar/grammar.h"
#include "harness/imap/grammar/productions.h"

namespace postiche::imap {

namespace {

// UIDs that the client has seen: neither "*" nor "$" is one.   RFC 7162 sec 7
SequenceSet read_known_set(Reader& reader) {
  SequenceSet set = reader.sequence_set();
  if (set.is_saved) reader.refuse("bad-sequence-set");
  for (const SequenceSet::Range range : set.ranges) {
    if (range.from == SequenceSet::last || range.to == SequenceSet::last) {
      reader.refuse("bad-sequence-set");
    }
  }
  return set;
}

// seq-match-data = "(" known-sequence-set SP known-uid-set ")"  RFC 7162 sec 7
void read_samples(Reader& reader, Resync& resync) {
  resync.sample_numbers = read_known_set(reader);
  reader.expect_space();
  resync.sample_uids = read_known_set(reader);
  if (!reader.take(")")) reader.refuse("unclosed-list");
}

// select-param =/ "QRESYNC" SP "(" uidvalidity SP mod-sequence-value
//                 [SP known-uids] [SP seq-match-data] ")"       RFC 7162 sec 7
Resync read_resync(Reader& reader) {
  Resync resync;
  reader.expect_space();
  if (!reader.take("(")) reader.refuse("missing-parentheses");
  resync.uid_validity = static_cast<std::uint32_t>(reader.number_from_1(largest_number32));
  reader.expect_space();
  resync.mod_seq = reader.number_from_1(largest_number64);
  bool has_next = reader.next() != ')' && reader.more();
  if (has_next && reader.next() != '(') {
    resync.known_uids = read_known_set(reader);
    has_next = reader.next() != ')' && reader.more();
  }
  if (has_next && reader.take("(")) read_samples(reader, resync);
  if (!reader.take(")")) reader.refuse("unclosed-list");
  return resync;
}

}  // namespace

// select = "SELECT" SP mailbox [SP "(" select-param *(SP select-param) ")"]
//                                                               RFC 4466 sec 2.1
Arguments parse_select(Reader& reader, const Command&) {
  SelectArguments select;
  reader.expect_space();
  select.mailbox = reader.mailbox();
  if (!reader.more()) return select;
  reader.list([&] {
    const std::string_view parameter = reader.item_name();
    if (ascii::equal_ignoring_case(parameter, "CONDSTORE")) {
      select.condstore = true;
    } else if (ascii::equal_ignoring_case(parameter, "QRESYNC")) {
      select.resync = read_resync(reader);
    } else {
      reader.refuse("unknown-parameter");
    }
  });
  return select;
}

// create = "CREATE" SP mailbox [SP "(" create-param *(SP create-param) ")"]
// create-param =/ "USE" SP "(" [use-attr *(SP use-attr)] ")"    RFC 6154 sec 6
Arguments parse_create(Reader& reader, const Command&) {
  MailboxArguments create;
  reader.expect_space();
  create.mailbox = reader.mailbox();
  if (!reader.more()) return create;
  reader.list([&] {
    if (!ascii::equal_ignoring_case(reader.item_name(), "USE")) {
      return reader.refuse("unknown-parameter");
    }
    reader.expect_space();
    reader.list([&] {
      create.uses.push_back(reader.flag());
      if (create.uses.size() > item_limit) reader.refuse("too-many");
    });
  });
  return create;
}

// delete = "DELETE" SP mailbox, and others                      RFC 9051 sec 9
Arguments parse_one_mailbox(Reader& reader, const Command&) {
  reader.expect_space();
  return MailboxArguments{reader.mailbox(), {}};
}

// rename = "RENAME" SP mailbox SP mailbox                       RFC 9051 sec 9
Arguments parse_rename(Reader& reader, const Command&) {
  RenameArguments rename;
  reader.expect_space();
  rename.from = reader.mailbox();
  reader.expect_space();
  rename.to = reader.mailbox();
  return rename;
}

// getquota = "GETQUOTA" SP quota-root-name; an astring          RFC 9208 sec 7
Arguments parse_quota_root(Reader& reader, const Command&) {
  reader.expect_space();
  return MailboxArguments{reader.astring(), {}};
}

// setquota = "SETQUOTA" SP quota-root-name SP setquota-list     RFC 9208 sec 7
// setquota-list = "(" [setquota-resource *(SP setquota-resource)] ")"
// setquota-resource = resource-name SP resource-limit
Arguments parse_setquota(Reader& reader, const Command&) {
  QuotaArguments quota;
  reader.expect_space();
  quota.root = reader.astring();
  reader.expect_space();
  reader.list([&] {
    std::string resource(reader.atom());
    reader.expect_space();
    const std::uint64_t limit = reader.number(largest_number64);
    if (quota.limits.size() == item_limit) reader.refuse("too-many");
    quota.limits.emplace_back(std::move(resource), limit);
  });
  return quota;
}

}  // namespace postiche::imap
