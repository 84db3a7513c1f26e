// SPDX-License-Identifier: MIT
#include <array>

#include "harness/base/ascii.h"
#include "harness/imap/grammar/grammar.h"
#include "harness/imap/grammar/productions.h"

namespace postiche::imap {

namespace {

using Kind = FetchItem::Kind;

struct Macro {
  std::string_view name;
  std::array<Kind, 5> kinds;
  std::size_t size;
};

// RFC 9051 sec 6.4.5
constexpr std::array<Macro, 3> macros = {{
    {"ALL", {Kind::flags, Kind::internal_date, Kind::rfc822_size, Kind::envelope}, 4},
    {"FAST", {Kind::flags, Kind::internal_date, Kind::rfc822_size}, 3},
    {"FULL", {Kind::flags, Kind::internal_date, Kind::rfc822_size, Kind::envelope, Kind::body}, 5},
}};

bool read_macro(Reader& reader, std::vector<FetchItem>& items) {
  for (const Macro& macro : macros) {
    if (!reader.take_word(macro.name)) continue;
    for (std::size_t i = 0; i < macro.size; ++i) {
      FetchItem item;
      item.kind = macro.kinds[i];
      items.push_back(item);
    }
    return true;
  }
  return false;
}

// fetch-modifier =/ chgsince-fetch-mod / "VANISHED"             RFC 7162 sec 7
// VANISHED is for UID FETCH with CHANGEDSINCE, and BAD else: RFC 7162 sec 3.2.6.
void read_modifiers(Reader& reader, const Command& command, FetchArguments& fetch) {
  reader.list([&] {
    const std::string_view modifier = reader.item_name();
    if (ascii::equal_ignoring_case(modifier, "CHANGEDSINCE")) {
      reader.expect_space();
      fetch.changed_since = reader.number_from_1(largest_number64);
    } else if (ascii::equal_ignoring_case(modifier, "VANISHED")) {
      fetch.vanished = true;
    } else {
      reader.refuse("unknown-parameter");
    }
  });
  if (fetch.vanished && !(fetch.changed_since && command.by_uid())) {
    reader.refuse("vanished-alone");
  }
}

}  // namespace

// fetch = "FETCH" SP sequence-set SP ("ALL" / "FULL" / "FAST" / fetch-att /
//         "(" fetch-att *(SP fetch-att) ")") [fetch-modifiers]  RFC 9051 sec 9, RFC 4466 sec 2.4
Arguments parse_fetch(Reader& reader, const Command& command) {
  FetchArguments fetch;
  reader.expect_space();
  fetch.messages = reader.sequence_set();
  reader.expect_space();
  if (reader.next() == '(') {
    reader.list([&] {
      fetch.items.push_back(read_fetch_item(reader));
      if (fetch.items.size() > item_limit) reader.refuse("too-many");
    });
    if (fetch.items.empty()) reader.refuse("missing-argument");
  } else if (!read_macro(reader, fetch.items)) {
    fetch.items.push_back(read_fetch_item(reader));
  }
  if (reader.more()) read_modifiers(reader, command, fetch);
  return fetch;
}

}  // namespace postiche::imap
