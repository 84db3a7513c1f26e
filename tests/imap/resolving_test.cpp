// SPDX-License-Identifier: MIT
#include "harness/imap/resolving.h"

#include <doctest/doctest.h>

#include <string_view>

#include "tests/imap/shelf.h"

using namespace postiche;
using namespace postiche::imap;
using namespace postiche::imap::testing;

namespace {

// Five messages; their UIDs are 2, 4, 5, 6 and 9.
Shelf five() {
  Shelf shelf;
  for (int i = 0; i < 9; ++i) shelf.put("x");
  return shelf.expunge({1, 3, 7, 8});
}

Resolved resolve(std::string_view set, Numbering numbering, const store::View& view) {
  return numbers_in(parse_sequence_set(set).value(), numbering, view, {4, 7, 9});
}

struct Case {
  const char* set;
  Numbers numbers;
  bool is_beyond_end = false;
};

}  // namespace

TEST_CASE("a set of message sequence numbers names each message once, in ascending order") {
  const store::View view = five().view();
  for (const Case& each : std::vector<Case>{{"1", {1}},
                                            {"2,1,2", {1, 2}},
                                            {"4:2", {2, 3, 4}},
                                            {"1:3,2:4,5", {1, 2, 3, 4, 5}},
                                            {"*", {5}},
                                            {"*:4", {4, 5}},
                                            {"1:*", {1, 2, 3, 4, 5}},
                                            {"*:*", {5}},
                                            {"$", {2, 5}},
                                            {"6", {}, true},
                                            {"3:6", {3, 4, 5}, true},
                                            {"6:*", {5}, true},
                                            {"1,4294967295:1", {1, 2, 3, 4, 5}, true}}) {
    CAPTURE(each.set);
    const Resolved resolved = resolve(each.set, Numbering::sequence, view);
    CHECK(resolved.numbers == each.numbers);
    CHECK(resolved.is_beyond_end == each.is_beyond_end);
  }
}

TEST_CASE("UIDs that no message has are left out, and the largest is always in a range to *") {
  const store::View view = five().view();
  for (const Case& each : std::vector<Case>{{"1", {}},
                                            {"2", {1}},
                                            {"3", {}},
                                            {"10", {}},
                                            {"1:3", {1}},
                                            {"3:7", {2, 3, 4}},
                                            {"9:3", {2, 3, 4, 5}},
                                            {"*", {5}},
                                            {"559:*", {5}},
                                            {"*:1", {1, 2, 3, 4, 5}},
                                            {"1:4294967295,2", {1, 2, 3, 4, 5}},
                                            {"7:8,4", {2}},
                                            {"$", {2, 5}}}) {
    CAPTURE(each.set);
    const Resolved resolved = resolve(each.set, Numbering::uid, view);
    CHECK(resolved.numbers == each.numbers);
    CHECK_FALSE(resolved.is_beyond_end);
  }
}

TEST_CASE("an empty mailbox has no last message") {
  const store::View view = Shelf().view();
  for (const char* set : {"*", "1", "1:*"}) {
    CAPTURE(set);
    CHECK(resolve(set, Numbering::sequence, view).is_beyond_end);
    CHECK(resolve(set, Numbering::sequence, view).numbers.empty());
    CHECK_FALSE(resolve(set, Numbering::uid, view).is_beyond_end);
    CHECK(resolve(set, Numbering::uid, view).numbers.empty());
  }
}

TEST_CASE("a saved message that was expunged behind the view is no longer meant") {
  Shelf shelf = five();
  const store::View view = shelf.view();
  shelf.expunge({4});
  CHECK(resolve("$", Numbering::uid, view).numbers == Numbers{5});
  CHECK(resolve("4", Numbering::uid, view).numbers == Numbers{2});
  CHECK(uids_of({1, 2, 5}, view) == Uids{2, 4, 9});
}

TEST_CASE("stretches know their numbers, and are joined where they touch") {
  const store::View view = five().view();
  const Stretches stretches =
      stretches_in(parse_sequence_set("5,1:1,2").value(), Numbering::sequence, view);
  CHECK(stretches == Stretches{{1, 3}, {5, 6}});
  Numbers held;
  for (std::uint32_t number = 0; number < 9; ++number) {
    if (has(stretches, number)) held.push_back(number);
  }
  CHECK(held == Numbers{1, 2, 5});
  CHECK(stretches_in(parse_sequence_set("6:9,3").value(), Numbering::sequence, view) ==
        Stretches{{3, 4}});
}

TEST_CASE("many wide ranges cost what the mailbox has") {
  Shelf shelf;
  for (int i = 0; i < 1000; ++i) shelf.put("x");
  const store::View view = shelf.view();
  SequenceSet set;
  for (int i = 0; i < 10'000; ++i) set.ranges.push_back({1, 4'294'967'295});
  CHECK(numbers_in(set, Numbering::uid, view, {}).numbers.size() == 1000);
  CHECK(numbers_in(set, Numbering::sequence, view, {}).numbers.size() == 1000);
}
