// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "harness/imap/grammar/grammar.h"
#include "tests/imap/spoken.h"

using namespace postiche;
using namespace postiche::imap;
using testing::Spoken;
using Kind = FetchItem::Kind;

namespace {

std::vector<FetchItem> items_of(const std::string& text) {
  const Spoken spoken({"a FETCH 1 " + text});
  CAPTURE(text);
  REQUIRE(spoken->fault == "");
  CHECK(spoken->deviations.empty());
  return spoken.arguments<FetchArguments>().items;
}

std::vector<Kind> kinds_of(const std::string& text) {
  std::vector<Kind> kinds;
  for (const FetchItem& item : items_of(text)) kinds.push_back(item.kind);
  return kinds;
}

FetchItem item_of(const std::string& text) {
  const auto items = items_of(text);
  REQUIRE(items.size() == 1);
  return items.front();
}

}  // namespace

TEST_CASE("macros are spelt out") {
  const std::vector fast = {Kind::flags, Kind::internal_date, Kind::rfc822_size};
  CHECK(kinds_of("fast") == fast);
  CHECK(kinds_of("ALL") == std::vector{fast[0], fast[1], fast[2], Kind::envelope});
  CHECK(kinds_of("FULL") == std::vector{fast[0], fast[1], fast[2], Kind::envelope, Kind::body});
}

TEST_CASE("every item of FETCH is known") {
  CHECK(kinds_of("(FLAGS UID BODY BODYSTRUCTURE ENVELOPE INTERNALDATE)") ==
        std::vector{Kind::flags, Kind::uid, Kind::body, Kind::body_structure, Kind::envelope,
                    Kind::internal_date});
  CHECK(kinds_of("(RFC822 RFC822.HEADER RFC822.SIZE RFC822.TEXT)") ==
        std::vector{Kind::rfc822, Kind::rfc822_header, Kind::rfc822_size, Kind::rfc822_text});
  CHECK(kinds_of("(MODSEQ EMAILID THREADID SAVEDATE PREVIEW (LAZY) PREVIEW)") ==
        std::vector{Kind::mod_seq, Kind::email_id, Kind::thread_id, Kind::save_date, Kind::preview,
                    Kind::preview});
  CHECK(item_of("PREVIEW (lazy)").lazy);
  CHECK_FALSE(item_of("PREVIEW").lazy);
}

TEST_CASE("sections are read whole") {
  using mail::SectionText;
  FetchItem item;
  item.kind = Kind::body_section;
  CHECK(item_of("BODY[]") == item);
  item.text = SectionText::text;
  CHECK(item_of("body[text]") == item);
  item.part = {1, 2};
  CHECK(item_of("BODY[1.2.TEXT]") == item);
  item.text = SectionText::mime;
  item.peek = true;
  item.partial = FetchItem::Partial{0, 100};
  CHECK(item_of("BODY.PEEK[1.2.MIME]<0.100>") == item);
  item.text = SectionText::content;
  CHECK(item_of("BODY.PEEK[1.2]<0.100>") == item);
  item.kind = Kind::binary_section;
  CHECK(item_of("BINARY.PEEK[1.2]<0.100>") == item);
  item.partial.reset();
  item.peek = false;
  item.kind = Kind::binary_size;
  CHECK(item_of("BINARY.SIZE[1.2]") == item);
}

TEST_CASE("fields of headers are as typed, in any form of string") {
  const Spoken spoken({"a FETCH 1 (BODY.PEEK[1.HEADER.FIELDS.NOT (From {2}", "To",
                       " \"X-Y\")]<1.2> BODY[HEADER.FIELDS (date)])"});
  const auto& items = spoken.arguments<FetchArguments>().items;
  REQUIRE(items.size() == 2);
  CHECK(items[0].fields == FetchItem::Fields::all_but_these);
  CHECK(items[0].names == std::vector<std::string>{"From", "To", "X-Y"});
  CHECK(items[0].partial == FetchItem::Partial{1, 2});
  CHECK(items[1].fields == FetchItem::Fields::these);
  CHECK(items[1].text == mail::SectionText::header);
}

TEST_CASE("FETCH reads its modifiers") {
  const Spoken spoken({"a UID FETCH 1:* FLAGS (CHANGEDSINCE 12345 VANISHED)"});
  CHECK(spoken.arguments<FetchArguments>().changed_since == 12345U);
  CHECK(spoken.arguments<FetchArguments>().vanished);
  const Spoken preview({"a FETCH 1 PREVIEW (CHANGEDSINCE 1)"});
  CHECK(preview.arguments<FetchArguments>().changed_since == 1U);
}

TEST_CASE("what FETCH cannot read names its fault") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", "missing-argument"},
      {"()", "missing-argument"},
      {"(ALL)", "unknown-item"},
      {"ALLX", "unknown-item"},
      {"X", "unknown-item"},
      {"(FLAGS", "unclosed-list"},
      {"(FLAGS(UID))", "missing-space"},
      {"FLAGS UID", "missing-parentheses"},
      {"BODY.PEEK", "missing-argument"},
      {"BODY.PEEK FLAGS", "bad-section"},
      {"BODY[", "missing-argument"},
      {"BODY[1", "bad-section"},
      {"BODY[0]", "bad-section"},
      {"BODY[1.]", "bad-section"},
      {"BODY[1..2]", "bad-section"},
      {"BODY[4294967296]", "bad-section"},
      {"BODY[MIME]", "bad-section"},
      {"BODY[X]", "bad-section"},
      {"BODY[TEXT.1]", "bad-section"},
      {"BODY[HEADER.FIELDS]", "missing-space"},
      {"BODY[HEADER.FIELDS ()]", "missing-argument"},
      {"BODY[HEADER.FIELDS (a]", "unclosed-list"},
      {"BINARY[TEXT]", "bad-section"},
      {"BODY[]<0>", "bad-partial"},
      {"BODY[]<0.0>", "bad-number"},
      {"BODY[]<0.1", "bad-partial"},
      {"BODY[]<9223372036854775808.1>", "bad-number"},
      {"BINARY.SIZE[1]<0.1>", "missing-space"},
      {"FLAGS (CHANGEDSINCE 0)", "bad-number"},
      {"FLAGS (CHANGEDSINCE 9223372036854775808)", "bad-number"},
      {"FLAGS (X)", "unknown-parameter"},
      {"FLAGS (CHANGEDSINCE 1 VANISHED)", "vanished-alone"},
  };
  for (const auto& each : cases) {
    CAPTURE(each.first);
    CHECK(Spoken({"a FETCH 1 " + each.first})->fault == each.second);
  }
}
