// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "harness/imap/grammar/grammar.h"
#include "tests/imap/spoken.h"

using namespace postiche;
using namespace postiche::imap;
using testing::Spoken;
using Kind = SearchKey::Kind;

namespace {

// As a faultless hand would note it, for comparing.
std::string shown(const SearchKey& key) {
  std::string out = "<" + std::to_string(static_cast<int>(key.kind));
  if (!key.set.empty()) out += " " + print(key.set);
  if (!key.field.empty()) out += " " + key.field + ":";
  if (!key.text.empty()) out += " " + key.text;
  if (key.number != 0) out += " " + std::to_string(key.number);
  for (const SearchKey& inner : key.keys) out += shown(inner);
  return out + ">";
}

SearchKey made(Kind kind, std::string text = "", std::string field = "") {
  SearchKey key;
  key.kind = kind;
  key.text = std::move(text);
  key.field = std::move(field);
  return key;
}

SearchKey of(Kind kind, std::vector<SearchKey> keys) {
  SearchKey key = made(kind);
  key.keys = std::move(keys);
  return key;
}

SearchKey counted(Kind kind, std::uint64_t number) {
  SearchKey key = made(kind);
  key.number = number;
  return key;
}

SearchKey dated(Kind kind) {
  using namespace std::chrono;
  SearchKey key = made(kind);
  key.day = year(1994) / February / day(7);
  return key;
}

SearchKey among(Kind kind, std::string_view set) {
  SearchKey key = made(kind);
  key.set = parse_sequence_set(set).value();
  return key;
}

std::string row_of(std::string_view word, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += word;
  return out;
}

}  // namespace

TEST_CASE("every key of SEARCH is read") {
  const SearchKey seen = made(Kind::keyword, "\\Seen");
  const SearchKey recent = made(Kind::keyword, "\\Recent");
  const std::vector<std::pair<std::string, SearchKey>> cases = {
      {"ALL", {}},
      {"seen", seen},
      {"UNSEEN", of(Kind::none_of, {seen})},
      {"OLD", of(Kind::none_of, {recent})},
      {"NEW", of(Kind::all_of, {recent, of(Kind::none_of, {seen})})},
      {"KEYWORD $x", made(Kind::keyword, "$x")},
      {"UNKEYWORD x", of(Kind::none_of, {made(Kind::keyword, "x")})},
      {"FROM \"a b\"", made(Kind::header, "a b", "From")},
      {"HEADER X-Y \"\"", made(Kind::header, "", "X-Y")},
      {"BODY a", made(Kind::body, "a")},
      {"TEXT a", made(Kind::text, "a")},
      {"SINCE 7-Feb-1994", dated(Kind::since)},
      {"SENTON \"07-feb-1994\"", dated(Kind::sent_on)},
      {"SAVEDBEFORE 7-Feb-1994", dated(Kind::saved_before)},
      {"SAVEDATESUPPORTED", made(Kind::save_date_supported)},
      {"LARGER 5", counted(Kind::larger, 5)},
      {"SMALLER 0", counted(Kind::smaller, 0)},
      {"OLDER 60", counted(Kind::older, 60)},
      {"MODSEQ 7", counted(Kind::mod_seq, 7)},
      {"MODSEQ \"/flags/\\\\draft\" all 7", counted(Kind::mod_seq, 7)},
      {"EMAILID M1", made(Kind::email_id, "M1")},
      {"1,3:*", among(Kind::numbers, "1,3:*")},
      {"$", among(Kind::numbers, "$")},
      {"UID 1:2", among(Kind::uids, "1:2")},
      {"NOT SEEN", of(Kind::none_of, {seen})},
      {"(SEEN)", seen},
      {"SEEN RECENT", of(Kind::all_of, {seen, recent})},
      {"(SEEN RECENT)", of(Kind::all_of, {seen, recent})},
      {"OR SEEN RECENT", of(Kind::one_of, {seen, recent})},
      {"OR SEEN OR RECENT ALL", of(Kind::one_of, {seen, recent, {}})},
      {"OR (SEEN RECENT) NOT ALL 1",
       of(Kind::all_of,
          {of(Kind::one_of, {of(Kind::all_of, {seen, recent}), of(Kind::none_of, {{}})}),
           among(Kind::numbers, "1")})},
  };
  for (const auto& each : cases) {
    CAPTURE(each.first);
    const Spoken spoken({"a SEARCH " + each.first});
    CHECK(spoken->fault == "");
    CHECK(spoken->deviations.empty());
    REQUIRE(spoken->well_formed());
    CHECK(shown(spoken.arguments<SearchArguments>().key) == shown(each.second));
    CHECK(spoken.arguments<SearchArguments>().key == each.second);
  }
}

TEST_CASE("SEARCH reads what to return and the charset") {
  const Spoken spoken(
      {"a UID SEARCH RETURN (MIN max COUNT save) CHARSET utf-8 TEXT {2+}", "\xC3\xA4", ""});
  const auto& search = spoken.arguments<SearchArguments>();
  CHECK(search.returned.is_extended);
  CHECK((search.returned.min && search.returned.max && search.returned.count));
  CHECK(search.returned.save);
  CHECK_FALSE(search.returned.all);
  CHECK(search.charset == "utf-8");
  CHECK(search.key.text == "\xC3\xA4");
  CHECK(Spoken({"a SEARCH RETURN () ALL"}).arguments<SearchArguments>().returned.all);
  CHECK_FALSE(Spoken({"a SEARCH ALL"}).arguments<SearchArguments>().returned.is_extended);
}

TEST_CASE("SORT and THREAD read their criteria") {
  const Spoken spoken({"a SORT RETURN (ALL) (REVERSE DATE subject DISPLAYFROM) UTF-8 SEEN 1"});
  const auto& sort = spoken.arguments<SortArguments>();
  REQUIRE(sort.criteria.size() == 3);
  CHECK(sort.criteria[0].key == SortKey::date);
  CHECK(sort.criteria[0].reverse);
  CHECK_FALSE(sort.criteria[1].reverse);
  CHECK(sort.criteria[2].key == SortKey::display_from);
  CHECK(sort.search.charset == "UTF-8");
  CHECK(sort.search.key.keys.size() == 2);
  CHECK(sort.search.returned.all);
  const Spoken thread({"a THREAD orderedsubject US-ASCII ALL"});
  CHECK(thread.arguments<ThreadArguments>().algorithm == ThreadAlgorithm::ordered_subject);
}

TEST_CASE("what SEARCH cannot read names its fault") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"SEARCH", "missing-argument"},
      {"SEARCH ()", "missing-argument"},
      {"SEARCH X", "unknown-item"},
      {"SEARCH \"ALL\"", "quoted-atom"},
      {"SEARCH NOT", "missing-argument"},
      {"SEARCH OR ALL", "missing-argument"},
      {"SEARCH (ALL", "unclosed-list"},
      {"SEARCH ALL)", "missing-space"},
      {"SEARCH ON 30-Feb-1994", "bad-date"},
      {"SEARCH ON 1994-02-01", "bad-date"},
      {"SEARCH LARGER x", "bad-number"},
      {"SEARCH LARGER 9223372036854775808", "bad-number"},
      {"SEARCH YOUNGER 0", "bad-number"},
      {"SEARCH 0", "bad-sequence-set"},
      {"SEARCH 1,$", "bad-sequence-set"},
      {"SEARCH MODSEQ \"x\" some 1", "unknown-item"},
      {"SEARCH RETURN ALL", "missing-parentheses"},
      {"SEARCH RETURN (X) ALL", "unknown-item"},
      {"SEARCH CHARSET utf-8", "missing-argument"},
      {"SORT () UTF-8 ALL", "missing-argument"},
      {"SORT (X) UTF-8 ALL", "unknown-item"},
      {"SORT (DATE) UTF-8", "missing-argument"},
      {"SORT (REVERSE) UTF-8 ALL", "missing-argument"},
  };
  for (const auto& each : cases) {
    CAPTURE(each.first);
    CHECK(Spoken({"a " + each.first})->fault == each.second);
  }
}

TEST_CASE("nesting is bounded, a row of ORs is not nested") {
  CHECK(Spoken({"a SEARCH " + row_of("NOT ", 49) + "ALL"})->fault == "");
  CHECK(Spoken({"a SEARCH " + row_of("NOT ", 50) + "ALL"})->fault == "too-deep");
  CHECK(Spoken({"a SEARCH " + row_of("(", 100'000)})->fault == "too-deep");
  CHECK(Spoken({"a SEARCH " + row_of("OR SEEN ", 1000) + "ALL"})->fault == "");
  CHECK(Spoken({"a SEARCH ALL" + row_of(" ALL", 20'000)})->fault == "too-many");
}
