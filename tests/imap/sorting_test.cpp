// SPDX-License-Identifier: MIT
#include "harness/imap/search/sorting.h"

#include <doctest/doctest.h>

#include <string_view>

#include "tests/imap/asking.h"
#include "tests/imap/shelf.h"

using namespace postiche;
using namespace postiche::imap;
using namespace postiche::imap::testing;

namespace {

Numbers sorted(const store::View& view, std::string_view criteria) {
  const auto asked = arguments_of<SortArguments>("SORT (" + std::string(criteria) + ") UTF-8 ALL");
  Numbers all;
  for (std::uint32_t number = 1; number <= view.size(); ++number) all.push_back(number);
  return sort(all, asked.criteria, view);
}

struct Case {
  const char* criteria;
  Numbers numbers;
};

}  // namespace

TEST_CASE("messages are sorted by what was asked for, and by number where that is equal") {
  Shelf shelf;
  shelf
      .put("Date: 2 Jan 2026 00:00:00 +0000\r\nFrom: Zoe <m@z.example>\r\nSubject: Re: B\r\n\r\n",
           {}, noon)
      .put(
          "Date: 2 Jan 2026 00:30:00 +0100\r\nFrom: \"adam\" <b@a.example>\r\nSubject: a\r\n"
          "To: x@y\r\n\r\n",
          {}, noon + Duration::seconds(2))
      .put("From: M@q.example\r\nSubject: b\r\nCc: c@y\r\nTo: group: x@y;\r\n\r\nlonger", {},
           VirtualTime{})
      .put("Date: nonsense\r\nSubject: [list] =?utf-8?q?=C3=84?=\r\n\r\n", {},
           noon + Duration::seconds(1));
  const store::View view = shelf.view();
  for (const Case& each : std::vector<Case>{{"ARRIVAL", {3, 1, 4, 2}},
                                            {"REVERSE ARRIVAL", {2, 4, 1, 3}},
                                            {"DATE", {3, 2, 1, 4}},
                                            {"FROM", {4, 2, 1, 3}},
                                            {"REVERSE FROM", {1, 3, 2, 4}},
                                            {"FROM REVERSE DATE", {4, 2, 1, 3}},
                                            {"FROM DATE", {4, 2, 3, 1}},
                                            {"SUBJECT", {2, 1, 3, 4}},
                                            {"SUBJECT REVERSE SIZE", {2, 1, 3, 4}},
                                            {"SIZE", {4, 3, 1, 2}},
                                            {"CC", {1, 2, 4, 3}},
                                            {"TO", {1, 4, 3, 2}},
                                            {"DISPLAYFROM", {4, 2, 3, 1}},
                                            {"DISPLAYTO", {1, 4, 3, 2}}}) {
    CAPTURE(each.criteria);
    CHECK(sorted(view, each.criteria) == each.numbers);
  }
}

TEST_CASE("an expunged message is left out of the order") {
  Shelf shelf;
  shelf.put("").put("").put("");
  const store::View view = shelf.view();
  shelf.expunge({2});
  CHECK(sorted(view, "SUBJECT") == Numbers{1, 3});
}
