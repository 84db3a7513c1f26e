// SPDX-License-Identifier: MIT
#include <array>

#include "harness/base/ascii.h"
#include "harness/imap/grammar/grammar.h"
#include "harness/imap/grammar/productions.h"
#include "harness/imap/rows.h"

namespace postiche::imap {

namespace {

struct ReturnName {
  std::string_view name;
  bool SearchReturn::*flag;
};

constexpr std::array<ReturnName, 5> return_names = {{
    {"MIN", &SearchReturn::min},
    {"MAX", &SearchReturn::max},
    {"ALL", &SearchReturn::all},
    {"COUNT", &SearchReturn::count},
    {"SAVE", &SearchReturn::save},
}};

struct SortName {
  std::string_view name;
  SortKey key;
};

constexpr std::array<SortName, 9> sort_names = {{
    {"ARRIVAL", SortKey::arrival},
    {"CC", SortKey::cc},
    {"DATE", SortKey::date},
    {"FROM", SortKey::from},
    {"SIZE", SortKey::size},
    {"SUBJECT", SortKey::subject},
    {"TO", SortKey::to},
    {"DISPLAYFROM", SortKey::display_from},
    {"DISPLAYTO", SortKey::display_to},
}};

// search-return-opts = SP "RETURN" SP "(" [search-return-opt *(SP search-return-opt)] ")"
//                                                               RFC 9051 sec 9
// The first space is behind us; the last is eaten too.
SearchReturn read_return(Reader& reader) {
  SearchReturn returned;
  returned.is_extended = reader.take_word("RETURN");
  if (!returned.is_extended) return returned;
  bool is_empty = true;
  reader.expect_space();
  reader.list([&] {
    const auto* const row = find_row(return_names, reader.atom());
    if (!row) return reader.refuse("unknown-item");
    returned.*row->flag = true;
    is_empty = false;
  });
  returned.all = returned.all || is_empty;
  reader.expect_space();
  return returned;
}

// sort-criterion = ["REVERSE" SP] sort-key                      RFC 5256 sec 5
SortCriterion read_criterion(Reader& reader) {
  SortCriterion criterion{};
  criterion.reverse = reader.take_word("REVERSE");
  if (criterion.reverse) reader.expect_space();
  const auto* const row = find_row(sort_names, reader.atom());
  if (!row) {
    reader.refuse("unknown-item");
  } else {
    criterion.key = row->key;
  }
  return criterion;
}

// search-criteria = charset 1*(SP search-key)                   RFC 5256 sec 5
void read_criteria(Reader& reader, SearchArguments& search) {
  search.charset = reader.astring();
  reader.expect_space();
  search.key = read_search_keys(reader);
}

}  // namespace

// search = "SEARCH" [search-return-opts] SP search-program
// search-program = ["CHARSET" SP charset SP] search-key *(SP search-key)   RFC 9051 sec 9
Arguments parse_search(Reader& reader, const Command&) {
  SearchArguments search;
  reader.expect_space();
  search.returned = read_return(reader);
  if (reader.take_word("CHARSET")) {
    reader.expect_space();
    read_criteria(reader, search);
  } else {
    search.key = read_search_keys(reader);
  }
  return search;
}

// sort = "SORT" [search-return-opts] SP sort-criteria SP search-criteria
//                                                               RFC 5256 sec 5, RFC 5267
Arguments parse_sort(Reader& reader, const Command&) {
  SortArguments sort;
  reader.expect_space();
  sort.search.returned = read_return(reader);
  reader.list([&] {
    sort.criteria.push_back(read_criterion(reader));
    if (sort.criteria.size() > item_limit) reader.refuse("too-many");
  });
  if (sort.criteria.empty()) reader.refuse("missing-argument");
  reader.expect_space();
  read_criteria(reader, sort.search);
  return sort;
}

// thread = "THREAD" SP thread-alg SP search-criteria            RFC 5256 sec 5
Arguments parse_thread(Reader& reader, const Command&) {
  ThreadArguments thread;
  reader.expect_space();
  const std::string_view algorithm = reader.atom();
  if (ascii::equal_ignoring_case(algorithm, "ORDEREDSUBJECT")) {
    thread.algorithm = ThreadAlgorithm::ordered_subject;
  } else if (!ascii::equal_ignoring_case(algorithm, "REFERENCES")) {
    reader.refuse("unknown-item");
  }
  reader.expect_space();
  read_criteria(reader, thread.search);
  return thread;
}

}  // namespace postiche::imap
