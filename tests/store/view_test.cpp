// SPDX-License-Identifier: MIT
#include "harness/store/view.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace postiche;
using namespace postiche::store;

namespace {

using Uids = std::vector<Uid>;
using Numbers = std::vector<std::size_t>;
using Expunges = View::Expunges;

struct Fixture {
  std::shared_ptr<Mailbox> mailbox = std::make_shared<Mailbox>(1);

  explicit Fixture(int count) {
    for (int i = 0; i < count; ++i) append();
  }
  void append() { mailbox->append(Body(Rope(std::string("x"))), {}, {}); }
  void mark(Uids uids) { mailbox->change_flags(uids, FlagChange::add, {Flags::seen}); }
};

Uids uids_of(const View& view) {
  Uids uids;
  for (std::size_t i = 1; i <= view.size(); ++i) uids.push_back(view.uid(i));
  return uids;
}

Numbers numbers_of(const News& news) {
  Numbers numbers;
  for (const News::Expunged& each : news.expunged) numbers.push_back(each.number);
  return numbers;
}

}  // namespace

TEST_CASE("a view numbers what was there when it was opened") {
  Fixture fixture(3);
  fixture.mailbox->expunge(Uids{2});
  const View view(fixture.mailbox);
  CHECK(uids_of(view) == Uids{1, 3});
  CHECK(view.number_of(3) == 2);
  CHECK_FALSE(view.number_of(2).has_value());
  CHECK(view.count_below(3) == 1);
  CHECK(view.count_below(4) == 2);
  CHECK(view.find(2)->uid == 3);
  CHECK(view.find(0) == nullptr);
  CHECK(view.find(3) == nullptr);
  CHECK_FALSE(view.is_stale());
}

TEST_CASE("what others expunge keeps its number until it may be told") {
  Fixture fixture(4);
  View view(fixture.mailbox);
  fixture.mailbox->expunge(Uids{2, 4});
  CHECK(view.is_stale());
  News news = view.catch_up(Expunges::hold_back);
  CHECK(news.expunged.empty());
  CHECK(uids_of(view) == Uids{1, 2, 3, 4});
  CHECK(view.find(2) == nullptr);
  CHECK(view.find(3)->uid == 3);
  CHECK(view.is_stale());
  news = view.catch_up(Expunges::tell);
  CHECK(numbers_of(news) == Numbers{4, 2});
  CHECK(news.expunged.back().uid == 2);
  CHECK(uids_of(view) == Uids{1, 3});
  CHECK_FALSE(view.is_stale());
}

TEST_CASE("new messages come at the end, whether expunges are told or not") {
  for (const Expunges expunges : {Expunges::hold_back, Expunges::tell}) {
    Fixture fixture(1);
    View view(fixture.mailbox);
    fixture.append();
    const News news = view.catch_up(expunges);
    CHECK(news.grown);
    CHECK(uids_of(view) == Uids{1, 2});
    CHECK_FALSE(view.catch_up(expunges).grown);
  }
}

TEST_CASE("a message that came and went in between is never heard of") {
  Fixture fixture(1);
  View view(fixture.mailbox);
  fixture.append();
  fixture.mark({2});
  fixture.mailbox->expunge(Uids{2});
  const News news = view.catch_up(Expunges::tell);
  CHECK(news.expunged.empty());
  CHECK(news.changed.empty());
  CHECK_FALSE(news.grown);
  CHECK_FALSE(view.is_stale());
}

TEST_CASE("flags that changed have the numbers of after the expunges") {
  Fixture fixture(4);
  View view(fixture.mailbox);
  fixture.mark({1, 2, 4});
  fixture.mailbox->expunge(Uids{2});
  CHECK(view.catch_up(Expunges::hold_back).changed == Numbers{1, 4});
  CHECK(view.catch_up(Expunges::tell).changed.empty());
  fixture.mark({3});
  fixture.mailbox->expunge(Uids{1});
  CHECK(view.catch_up(Expunges::tell).changed == Numbers{1});
}

TEST_CASE("views go at their own pace") {
  Fixture fixture(2);
  View quick(fixture.mailbox), slow(fixture.mailbox);
  fixture.mailbox->expunge(Uids{1});
  CHECK(numbers_of(quick.catch_up(Expunges::tell)) == Numbers{1});
  fixture.append();
  fixture.mailbox->expunge(Uids{2});
  CHECK(numbers_of(quick.catch_up(Expunges::tell)) == Numbers{1});
  CHECK(numbers_of(slow.catch_up(Expunges::tell)) == Numbers{2, 1});
  CHECK(uids_of(slow) == uids_of(quick));
}

TEST_CASE("a view that has slept through more than is remembered catches up all the same") {
  Fixture fixture(10'000);
  View view(fixture.mailbox);
  Uids odd;
  for (Uid uid = 1; uid <= 10'000; uid += 2) odd.push_back(uid);
  fixture.mark(odd);
  fixture.mark({2});
  fixture.mailbox->expunge(odd);
  const News news = view.catch_up(Expunges::tell);
  CHECK(news.expunged.size() == 5000);
  CHECK(news.expunged.front().number == 9999);
  CHECK(news.changed == Numbers{1});
  CHECK(view.size() == 5000);
}

TEST_CASE("a view of a renumbered mailbox is void and says no more") {
  Fixture fixture(2);
  View view(fixture.mailbox);
  fixture.mailbox->renumber(2);
  CHECK(view.is_void());
  CHECK(view.find(1) == nullptr);
  CHECK(view.unique_id(2) == "1.2");
  CHECK(View(fixture.mailbox).unique_id(2) == "2.2");
  CHECK(view.catch_up(Expunges::tell).changed.empty());
}
