// SPDX-License-Identifier: MIT
#include "harness/imap/search/threading.h"

#include <doctest/doctest.h>

#include <string_view>

#include "tests/imap/shelf.h"

using namespace postiche;
using namespace postiche::imap;
using namespace postiche::imap::testing;

namespace {

constexpr auto by_references = ThreadAlgorithm::references;
constexpr auto by_subject = ThreadAlgorithm::ordered_subject;

std::string threads(const store::View& view, ThreadAlgorithm algorithm,
                    Numbering numbering = Numbering::sequence) {
  Numbers all;
  for (std::uint32_t number = 1; number <= view.size(); ++number) all.push_back(number);
  std::string out;
  append_threads(out, thread(all, algorithm, view), numbering, view);
  REQUIRE(out.starts_with("* THREAD"));
  REQUIRE(out.ends_with("\r\n"));
  return out.substr(8, out.size() - 10);
}

// Messages as few words: an id, the ids that it refers to, and its subject. They are sent one after
// the other.
struct Mail {
  std::string id, references, subject;
};

Shelf shelf_of(const std::vector<Mail>& all) {
  Shelf shelf;
  VirtualTime date = noon;
  for (const Mail& mail : all) {
    std::string text;
    if (!mail.id.empty()) text += "Message-ID: <" + mail.id + "@x>\r\n";
    if (!mail.references.empty()) text += "References:";
    for (const char c : mail.references) text += std::string(" <") + c + "@x>";
    if (!mail.references.empty()) text += "\r\n";
    shelf.put(text + "Subject: " + mail.subject + "\r\n\r\n", {}, date);
    date = date + Duration::seconds(1);
  }
  return shelf;
}

std::string by_ids(const std::vector<Mail>& all) {
  return threads(shelf_of(all).view(), by_references);
}

}  // namespace

TEST_CASE("messages of one subject are a thread, threads by their first message") {
  Shelf shelf;
  shelf.put("Subject: b\r\n\r\n", {}, {5})
      .put("Subject: Re: a\r\n\r\n", {}, {4})
      .put("Subject: A\r\n\r\n", {}, {3})
      .put("Subject: [x] a (fwd)\r\n\r\n", {}, {9})
      .put("Subject: c\r\nDate: 1 Jan 1960 00:00:00 +0000\r\n\r\n", {}, {99});
  CHECK(threads(shelf.view(), by_subject) == " (5)(3 (2)(4))(1)");
  CHECK(threads(shelf.expunge({1}).view(), by_subject, Numbering::uid) == " (5)(3 (2)(4))");
  CHECK(threads(shelf.view(), by_subject) == " (4)(2 (1)(3))");
  CHECK(threads(Shelf().view(), by_subject) == "");
  CHECK(threads(Shelf().view(), by_references) == "");
}

TEST_CASE("answers are below what they refer to") {
  CHECK(by_ids({{"a", "", "1"}, {"b", "", "2"}}) == " (1)(2)");
  CHECK(by_ids({{"a", "", "1"}, {"b", "a", "2"}, {"c", "ab", "3"}}) == " (1 2 3)");
  CHECK(by_ids({{"a", "", "1"}, {"b", "a", "2"}, {"c", "a", "3"}}) == " (1 (2)(3))");
  CHECK(by_ids({{"a", "", "1"}, {"b", "a", "2"}, {"c", "b", "3"}, {"d", "b", "4"}}) ==
        " (1 2 (3)(4))");
  CHECK(by_ids({{"c", "ab", "3"}, {"b", "a", "2"}, {"a", "", "1"}}) == " (3 2 1)");
  CHECK(by_ids({{"", "", "1"}, {"", "a", "2"}, {"a", "", "3"}}) == " (1)(3 2)");
}

TEST_CASE("what is not there keeps its answers together") {
  // One answer alone needs nobody above it, two of them do.
  CHECK(by_ids({{"b", "a", "1"}}) == " (1)");
  CHECK(by_ids({{"b", "a", "1"}, {"c", "a", "2"}}) == " ((1)(2))");
  CHECK(by_ids({{"b", "a", "1"}, {"c", "a", "2"}, {"d", "c", "3"}}) == " ((1)(2 3))");
  // Below a root that is there, nobody is needed.
  CHECK(by_ids({{"a", "", "1"}, {"c", "ab", "2"}, {"d", "ab", "3"}}) == " (1 (2)(3))");
  CHECK(by_ids({{"d", "abc", "1"}, {"e", "ab", "2"}, {"f", "a", "3"}}) == " ((1)(2)(3))");
}

TEST_CASE("the first id of In-Reply-To counts where there are no references") {
  Shelf shelf = shelf_of({{"a", "", "1"}, {"b", "", "2"}});
  shelf.put("In-Reply-To: <b@x> <a@x>\r\n\r\n", {}, noon + Duration::seconds(9))
      .put("References: nothing\r\nIn-Reply-To: your <a@x>\r\n\r\n", {},
           noon + Duration::seconds(8))
      .put("References: <a@x>\r\nIn-Reply-To: <b@x>\r\n\r\n", {}, noon + Duration::seconds(7));
  CHECK(threads(shelf.view(), by_references) == " (1 (5)(4))(2 3)");
}

TEST_CASE("ids may lie: loops are not made, and twins are told apart") {
  CHECK(by_ids({{"a", "b", "1"}, {"b", "a", "2"}}) == " (2 1)");
  CHECK(by_ids({{"a", "a", "1"}}) == " (1)");
  CHECK(by_ids({{"a", "aba", "1"}, {"b", "", "2"}}) == " (1)(2)");
  CHECK(by_ids({{"a", "", "1"}, {"a", "", "2"}, {"b", "a", "3"}}) == " (1 3)(2)");
  // What the message says of itself counts more than what others say of it.
  CHECK(by_ids({{"a", "", "1"}, {"c", "ab", "2"}, {"b", "", "3"}}) == " (1)(3 2)");
}

TEST_CASE("threads of one subject are one") {
  CHECK(by_ids({{"a", "", "s"}, {"b", "", "Re: s"}}) == " (1 2)");
  CHECK(by_ids({{"a", "", "Re: s"}, {"b", "", "S"}}) == " (2 1)");
  CHECK(by_ids({{"a", "", "s"}, {"b", "", "s"}, {"c", "", "Re: s"}}) == " ((1)(2)(3))");
  CHECK(by_ids({{"a", "", "Re: s"}, {"b", "", "Re: s"}}) == " ((1)(2))");
  CHECK(by_ids({{"a", "", ""}, {"b", "", "Re:"}}) == " (1)(2)");
  // Two that are not there, and one that is.
  CHECK(by_ids({{"b", "a", "s"}, {"c", "a", "t"}, {"e", "d", "s"}, {"f", "d", "u"}}) ==
        " ((1)(2)(3)(4))");
  CHECK(by_ids({{"x", "", "s"}, {"b", "a", "s"}, {"c", "a", "t"}}) == " ((1)(2)(3))");
  // Answers go below the first that is none.
  CHECK(by_ids({{"a", "", "Re: s"}, {"b", "", "Re: s"}, {"c", "", "s"}, {"d", "", "s"}}) ==
        " ((3 (1)(2))(4))");
}

TEST_CASE("deep threads cost no stack, and long ways are gone once") {
  constexpr int count = 20'000;
  for (const bool is_backwards : {false, true}) {
    Shelf shelf;
    for (int i = 0; i < count; ++i) {
      const int own = is_backwards ? count - i : i;
      shelf.put("Message-ID: <" + std::to_string(own) + "@x>\r\nReferences: <" +
                std::to_string(own - 1) + "@x>\r\nSubject: " + std::to_string(own) + "\r\n\r\n");
    }
    const std::string out = threads(shelf.view(), by_references);
    CHECK(out.starts_with(is_backwards ? " (20000 19999 " : " (1 2 3 "));
    CHECK(out.find('(', 2) == std::string::npos);
  }
}
