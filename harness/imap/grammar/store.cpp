// SPDX-License-Identifier: MIT

#include "harness/base/ascii.h"
#include "harness/imap/grammar/grammar.h"
#include "harness/imap/grammar/productions.h"

namespace postiche::imap {

namespace {

// store-att-flags = (["+" / "-"] "FLAGS" [".SILENT"]) SP (flag-list / (flag *(SP flag)))
//                                                               RFC 9051 sec 9
void read_change(Reader& reader, StoreArguments& store) {
  if (reader.take("+")) {
    store.change = store::FlagChange::add;
  } else if (reader.take("-")) {
    store.change = store::FlagChange::remove;
  }
  const std::string_view name = reader.item_name();
  store.is_silent = ascii::equal_ignoring_case(name, "FLAGS.SILENT");
  if (!store.is_silent && !ascii::equal_ignoring_case(name, "FLAGS")) {
    reader.refuse("unknown-item");
  }
}

void read_flag(Reader& reader, StoreArguments& store) {
  store.flags.push_back(reader.flag());
  if (store.flags.size() > item_limit) reader.refuse("too-many");
}

}  // namespace

// store = "STORE" SP sequence-set [store-modifiers] SP store-att-flags
// store-modifier =/ "UNCHANGEDSINCE" SP mod-sequence-valzer     RFC 7162 sec 7
Arguments parse_store(Reader& reader, const Command&) {
  StoreArguments store;
  reader.expect_space();
  store.messages = reader.sequence_set();
  reader.expect_space();
  if (reader.next() == '(') {
    reader.list([&] {
      if (!ascii::equal_ignoring_case(reader.item_name(), "UNCHANGEDSINCE")) {
        return reader.refuse("unknown-parameter");
      }
      reader.expect_space();
      store.unchanged_since = reader.number(largest_number64);
    });
    reader.expect_space();
  }
  read_change(reader, store);
  reader.expect_space();
  if (reader.next() == '(') {
    reader.list([&] { read_flag(reader, store); });
    return store;
  }
  do {
    read_flag(reader, store);
  } while (reader.more());
  return store;
}

// copy = "COPY" SP sequence-set SP mailbox                      RFC 9051 sec 9
Arguments parse_copy(Reader& reader, const Command&) {
  CopyArguments copy;
  reader.expect_space();
  copy.messages = reader.sequence_set();
  reader.expect_space();
  copy.mailbox = reader.mailbox();
  return copy;
}

// uid-expunge = "UID" SP "EXPUNGE" SP sequence-set              RFC 9051 sec 9
Arguments parse_expunge(Reader& reader, const Command& command) {
  ExpungeArguments expunge;
  if (!command.by_uid()) return expunge;
  reader.expect_space();
  expunge.uids = reader.sequence_set();
  return expunge;
}

}  // namespace postiche::imap
