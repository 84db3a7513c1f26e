// SPDX-License-Identifier: MIT
#include "harness/imap/search/searching.h"

#include <doctest/doctest.h>

#include <string_view>

#include "harness/imap/fetch/fetching.h"
#include "tests/imap/asking.h"
#include "tests/imap/shelf.h"

using namespace postiche;
using namespace postiche::imap;
using namespace postiche::imap::testing;

namespace {

using store::Flags;

Numbers find(const store::View& view, std::string_view keys, const Uids& saved = {}) {
  const auto asked = arguments_of<SearchArguments>("SEARCH " + std::string(keys));
  return search(asked.key, asked.charset, view, noon, saved);
}

// Five messages: UIDs 1, 2, 4, 5, 6. MODSEQs 2, 3, 5, 6, 8.
Shelf five() {
  Shelf shelf;
  const Flags junk = shelf.mailbox->learn(std::vector<std::string>{"$Junk"});
  shelf
      .put(
          "Date: Sat, 31 Jan 2026 01:00:00 +0500\r\nFrom: Ann <ann@x.example>\r\n"
          "Subject: =?iso-8859-1?q?Gr=FC=DFe?=\r\n\r\nHello World\r\n",
          {Flags::seen})
      .put("Date: 1 Feb 2026 23:59:59 -1200\r\nTo: Bob <bob@x.example>, Ann <a@y.example>\r\n\r\n",
           {}, noon + Duration::seconds(12 * 3600))
      .put("gone")
      .put(
          "Subject: two\r\nX-Empty:\r\nContent-Type: text/plain; "
          "charset=iso-8859-1\r\n\r\n\xE4\r\n",
          junk.with({Flags::flagged, Flags::seen}), noon + Duration::seconds(-12 * 3600 - 1))
      .put(
          "Cc: ann@x.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
          "Content-Transfer-Encoding: base64\r\nX-Part: yes\r\n\r\nd29ybGQ=\r\n--b--\r\n",
          {Flags::deleted, Flags::draft})
      .put("Bcc: ann@x.example\r\n\r\n" + std::string(1000, 'x'), {Flags::answered});
  return shelf.expunge({3});
}

struct Case {
  const char* keys;
  Numbers numbers;
};

}  // namespace

TEST_CASE("each key finds what it says") {
  Shelf shelf = five();
  const store::View view = shelf.view();
  for (const Case& each : std::vector<Case>{{"ALL", {1, 2, 3, 4, 5}},
                                            {"ANSWERED", {5}},
                                            {"UNANSWERED", {1, 2, 3, 4}},
                                            {"SEEN", {1, 3}},
                                            {"UNSEEN", {2, 4, 5}},
                                            {"FLAGGED", {3}},
                                            {"DELETED", {4}},
                                            {"UNDELETED UNDRAFT", {1, 2, 3, 5}},
                                            {"KEYWORD $junk", {3}},
                                            {"UNKEYWORD $Junk", {1, 2, 4, 5}},
                                            {"KEYWORD $Unknown", {}},
                                            {"OLD", {1, 2, 3, 4, 5}},
                                            {"NEW", {}},
                                            {"2:4", {2, 3, 4}},
                                            {"5,1", {1, 5}},
                                            {"*", {5}},
                                            {"7", {}},
                                            {"UID 3:4", {3}},
                                            {"UID 6:*", {5}},
                                            {"BEFORE 31-Jan-2026", {3}},
                                            {"ON 31-Jan-2026", {1, 4, 5}},
                                            {"SINCE 1-Feb-2026", {2}},
                                            {"SENTBEFORE 1-Feb-2026", {1}},
                                            {"SENTON 1-Feb-2026", {2}},
                                            {"SENTSINCE 31-Jan-2026", {1, 2}},
                                            {"SAVEDON 31-Jan-2026", {1, 4, 5}},
                                            {"SAVEDBEFORE 31-Jan-2026", {3}},
                                            {"SAVEDSINCE 1-Feb-2026", {2}},
                                            {"SAVEDATESUPPORTED", {1, 2, 3, 4, 5}},
                                            {"LARGER 1000", {5}},
                                            {"SMALLER 1000", {1, 2, 3, 4}},
                                            {"OLDER 43201", {3}},
                                            {"OLDER 43202", {}},
                                            {"YOUNGER 1", {1, 2, 4, 5}},
                                            {"YOUNGER 4294967295", {1, 2, 3, 4, 5}},
                                            {"MODSEQ 6", {4, 5}},
                                            {"MODSEQ 9", {}}}) {
    CAPTURE(each.keys);
    CHECK(find(view, each.keys) == each.numbers);
  }
}

TEST_CASE("texts are found as a reader sees them, in any case") {
  const store::View view = five().view();
  for (const Case& each : std::vector<Case>{{"FROM ANN", {1}},
                                            {"TO ann", {2}},
                                            {"CC ann@x", {4}},
                                            {"BCC \"\"", {5}},
                                            {"SUBJECT \"gr\xC3\xBC\"", {1}},
                                            {"SUBJECT TWO", {3}},
                                            {"HEADER X-Empty \"\"", {3}},
                                            {"HEADER Subject \"\"", {1, 3}},
                                            {"BODY world", {1, 4}},
                                            {"BODY \"\xC3\x84\"", {3}},
                                            {"BODY ann", {}},
                                            {"TEXT ann", {1, 2, 4, 5}},
                                            {"TEXT x-part", {4}},
                                            {"CHARSET utf-8 BODY \"\xC3\xA4\"", {3}},
                                            {"TEXT \"\"", {1, 2, 3, 4, 5}}}) {
    CAPTURE(each.keys);
    CHECK(find(view, each.keys) == each.numbers);
  }
  SearchKey key;
  key.kind = SearchKey::Kind::body;
  key.text = "\xC4";
  CHECK(search(key, "ISO-8859-1", view, noon, {}) == Numbers{3});
}

TEST_CASE("keys are joined, chosen and turned round") {
  const store::View view = five().view();
  for (const Case& each : std::vector<Case>{{"SEEN BODY world", {1}},
                                            {"BODY world SEEN", {1}},
                                            {"OR SEEN ANSWERED", {1, 3, 5}},
                                            {"OR BODY world OR 5 UID 2", {1, 2, 4, 5}},
                                            {"NOT SEEN", {2, 4, 5}},
                                            {"NOT (SEEN FROM ann)", {2, 3, 4, 5}},
                                            {"NOT NOT 1", {1}},
                                            {"(1:3 (2:5 NOT 2))", {3}}}) {
    CAPTURE(each.keys);
    CHECK(find(view, each.keys) == each.numbers);
  }
  CHECK(find(view, "$", {2, 3, 6}) == Numbers{2, 5});
  CHECK(find(view, "UID $ UNANSWERED", {2, 3, 6}) == Numbers{2});
  CHECK(find(Shelf().view(), "*").empty());
  CHECK(find(Shelf().view(), "ALL").empty());
}

TEST_CASE("an expunged message is not found, though it keeps its number") {
  Shelf shelf = five();
  const store::View view = shelf.view();
  shelf.expunge({1});
  CHECK(find(view, "1:3") == Numbers{2, 3});
}

TEST_CASE("ids that were fetched are found") {
  Shelf shelf = five();
  const store::View view = shelf.view();
  for (const auto& [kind, name] : {std::pair{FetchItem::Kind::email_id, "EMAILID "},
                                   {FetchItem::Kind::thread_id, "THREADID "}}) {
    std::string answer;
    REQUIRE(Fetcher(view, {{kind}}, {}).tell(answer, 2) == Fetcher::Told::told);
    const std::size_t begin = answer.find("ID (") + 4;
    CHECK(find(view, name + answer.substr(begin, answer.find(')') - begin)) == Numbers{2});
  }
}

TEST_CASE("the highest MODSEQ is told where one was asked for") {
  const store::View view = five().view();
  CHECK(highest_mod_seq({1, 3}, view) == 5);
  CHECK(highest_mod_seq({}, view) == 0);
  CHECK(asks_for_mod_seq(arguments_of<SearchArguments>("SEARCH OR 1 NOT MODSEQ 5").key));
  CHECK_FALSE(asks_for_mod_seq(arguments_of<SearchArguments>("SEARCH OR 1 NOT 2").key));
}

TEST_CASE("bodies are read for those alone that all cheaper keys let through") {
  struct Counting : store::Source {
    std::uint64_t size(std::uint32_t) const override { return 3; }
    std::shared_ptr<const Rope> read(std::uint32_t) const override {
      ++reads;
      return std::make_shared<const Rope>("\r\nx");
    }
    mutable int reads = 0;
  };
  const auto source = std::make_shared<const Counting>();
  Shelf shelf;
  for (std::uint32_t i = 0; i < 10; ++i) {
    shelf.mailbox->append(store::Body(source, i), {}, noon);
  }
  const store::View view = shelf.view();
  CHECK(find(view, "BODY x FLAGGED SUBJECT y").empty());
  CHECK(source->reads == 0);
  CHECK(find(view, "BODY x UID 4").size() == 1);
  CHECK(source->reads == 1);
}
