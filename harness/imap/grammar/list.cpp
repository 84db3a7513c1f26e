// SPDX-License-Identifier: MIT
#include <array>

#include "harness/base/ascii.h"
#include "harness/imap/grammar/grammar.h"
#include "harness/imap/grammar/productions.h"
#include "harness/imap/rows.h"
#include "harness/imap/status_item.h"

namespace postiche::imap {

namespace {

struct Option {
  std::string_view name;
  bool ListArguments::*flag;
};

constexpr std::array<Option, 4> selections = {{
    {"SUBSCRIBED", &ListArguments::only_subscribed},
    {"REMOTE", &ListArguments::with_remote},
    {"RECURSIVEMATCH", &ListArguments::recursive_match},
    {"SPECIAL-USE", &ListArguments::only_special_use},
}};

constexpr std::array<Option, 3> returns = {{
    {"SUBSCRIBED", &ListArguments::tell_subscribed},
    {"CHILDREN", &ListArguments::tell_children},
    {"SPECIAL-USE", &ListArguments::tell_special_use},
}};

// list-select-opts                                              RFC 9051 sec 9
// RECURSIVEMATCH goes with SUBSCRIBED, or alone it is BAD: RFC 5258 sec 3.1.
void read_selections(Reader& reader, ListArguments& list) {
  reader.list([&] {
    const auto* const option = find_row(selections, reader.item_name());
    if (!option) return reader.refuse("unknown-item");
    list.*option->flag = true;
  });
  if (list.recursive_match && !list.only_subscribed) reader.refuse("lone-recursive-match");
}

// list-return-opts = "RETURN" SP "(" [return-option *(SP return-option)] ")"
// status-option = "STATUS" SP "(" status-att *(SP status-att) ")"       RFC 9051 sec 9
void read_returns(Reader& reader, ListArguments& list) {
  if (!reader.take_word("RETURN")) return reader.refuse("unexpected-argument");
  reader.expect_space();
  reader.list([&] {
    const std::string_view name = reader.item_name();
    if (ascii::equal_ignoring_case(name, "STATUS")) {
      reader.expect_space();
      list.status = read_status_items(reader);
      return;
    }
    const auto* const option = find_row(returns, name);
    if (!option) return reader.refuse("unknown-item");
    list.*option->flag = true;
  });
}

// mbox-or-pat = list-mailbox / "(" list-mailbox *(SP list-mailbox) ")"
void read_patterns(Reader& reader, ListArguments& list) {
  if (reader.next() != '(') {
    list.patterns.push_back(reader.pattern());
    return;
  }
  list.is_extended = true;
  reader.list([&] {
    list.patterns.push_back(reader.pattern());
    if (list.patterns.size() > item_limit) reader.refuse("too-many");
  });
  if (list.patterns.empty()) reader.refuse("missing-argument");
}

}  // namespace

std::vector<StatusItem> read_status_items(Reader& reader) {
  std::vector<StatusItem> items;
  reader.list([&] {
    const auto item = status_item_of(reader.item_name());
    if (!item) return reader.refuse("unknown-item");
    items.push_back(*item);
    if (items.size() > item_limit) reader.refuse("too-many");
  });
  if (items.empty()) reader.refuse("missing-argument");
  return items;
}

// list = "LIST" [SP list-select-opts] SP mailbox SP mbox-or-pat [SP list-return-opts]
//                                                               RFC 9051 sec 9
Arguments parse_list(Reader& reader, const Command&) {
  ListArguments list;
  reader.expect_space();
  if (reader.next() == '(') {
    list.is_extended = true;
    read_selections(reader, list);
    reader.expect_space();
  }
  list.reference = reader.mailbox();
  reader.expect_space();
  read_patterns(reader, list);
  if (reader.more()) {
    list.is_extended = true;
    read_returns(reader, list);
  }
  return list;
}

// lsub = "LSUB" SP mailbox SP list-mailbox                      RFC 3501 sec 9
Arguments parse_lsub(Reader& reader, const Command&) {
  ListArguments list;
  reader.expect_space();
  list.reference = reader.mailbox();
  reader.expect_space();
  list.patterns.push_back(reader.pattern());
  return list;
}

// status = "STATUS" SP mailbox SP "(" status-att *(SP status-att) ")"   RFC 9051 sec 9
Arguments parse_status(Reader& reader, const Command&) {
  StatusArguments status;
  reader.expect_space();
  status.mailbox = reader.mailbox();
  reader.expect_space();
  status.items = read_status_items(reader);
  return status;
}

}  // namespace postiche::imap
