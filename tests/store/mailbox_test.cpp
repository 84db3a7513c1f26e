// SPDX-License-Identifier: MIT
#include "harness/store/mailbox.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace postiche;
using namespace postiche::store;

namespace {

using Uids = std::vector<Uid>;

Body body(std::string text) { return Body(Rope(std::move(text))); }

void fill(Mailbox& mailbox, int count) {
  for (int i = 0; i < count; ++i) mailbox.append(body("x\r\n"), {}, {});
}

Uids uids_of(const Mailbox& mailbox) {
  Uids uids;
  for (const Message& message : mailbox.messages()) uids.push_back(message.uid);
  return uids;
}

}  // namespace

TEST_CASE("a message is kept as it was sent, and its octets are not copied") {
  const auto octets = std::make_shared<const std::string>("Subject: a\r\n\r\n\0\n.\r\n");
  Rope rope;
  rope.append(*octets, octets);
  Mailbox mailbox(7);
  CHECK(mailbox.append(Body(rope), {Flags::seen}, {5}) == 1);
  const Message* const message = mailbox.find(1);
  REQUIRE(message != nullptr);
  CHECK(message->body.read()->flatten() == *octets);
  CHECK(message->body.read()->slices().front().data() == octets->data());
  CHECK(message->body.size() == octets->size());
  CHECK(message->internal_date == VirtualTime{5});
  CHECK(message->flags == Flags{Flags::seen});
  CHECK(mailbox.octets() == octets->size());
}

TEST_CASE("a body outlives the mailbox for who is reading it") {
  std::shared_ptr<const Rope> read;
  {
    Mailbox mailbox(1);
    mailbox.append(body("text\r\n"), {}, {});
    read = mailbox.find(1)->body.read();
  }
  CHECK(read->flatten() == "text\r\n");
}

TEST_CASE("UIDs grow and none is given twice") {
  Mailbox mailbox(1);
  fill(mailbox, 3);
  CHECK(mailbox.expunge(Uids{3, 1, 9}) == 2);
  CHECK(uids_of(mailbox) == Uids{2});
  CHECK(mailbox.uid_next() == 4);
  CHECK(mailbox.append(body(""), {}, {}) == 4);
  CHECK(mailbox.find(3) == nullptr);
  CHECK(mailbox.find(4) != nullptr);
}

TEST_CASE("each change has a greater MODSEQ, and what is done at once has the same") {
  Mailbox mailbox(1);
  CHECK(mailbox.highest_mod_seq() == 1);
  fill(mailbox, 3);
  const ModSeq before = mailbox.highest_mod_seq();
  CHECK(mailbox.find(3)->mod_seq == before);
  CHECK(mailbox.change_flags(Uids{1, 2}, FlagChange::add, {Flags::seen}) == 2);
  CHECK(mailbox.find(1)->mod_seq == before + 1);
  CHECK(mailbox.find(2)->mod_seq == before + 1);
  CHECK(mailbox.find(3)->mod_seq == before);
  CHECK(mailbox.expunge(Uids{1, 3}) == 2);
  CHECK(mailbox.highest_mod_seq() == before + 2);
}

TEST_CASE("what changes nothing is no change") {
  Mailbox mailbox(1);
  fill(mailbox, 1);
  const ModSeq before = mailbox.highest_mod_seq();
  CHECK(mailbox.change_flags(Uids{1}, FlagChange::remove, {Flags::seen}) == 0);
  CHECK(mailbox.change_flags(Uids{2}, FlagChange::add, {Flags::seen}) == 0);
  CHECK(mailbox.expunge(Uids{2}) == 0);
  CHECK(mailbox.highest_mod_seq() == before);
}

TEST_CASE("flags are added, removed and replaced") {
  Mailbox mailbox(1);
  mailbox.append(body(""), {Flags::seen}, {});
  mailbox.change_flags(Uids{1}, FlagChange::add, {Flags::draft});
  CHECK(mailbox.find(1)->flags == Flags{Flags::seen, Flags::draft});
  mailbox.change_flags(Uids{1}, FlagChange::remove, {Flags::seen});
  CHECK(mailbox.find(1)->flags == Flags{Flags::draft});
  mailbox.change_flags(Uids{1}, FlagChange::replace, {Flags::deleted});
  CHECK(mailbox.find(1)->flags == Flags{Flags::deleted});
}

TEST_CASE("who asks late is told all flags that changed, and that expunges are forgotten") {
  Mailbox mailbox(1);
  fill(mailbox, 6000);
  const ModSeq before = mailbox.highest_mod_seq();
  Uids all = uids_of(mailbox);
  mailbox.change_flags(all, FlagChange::add, {Flags::seen});
  CHECK(mailbox.flags_changed_since(before) == all);
  const ModSeq between = mailbox.highest_mod_seq();
  mailbox.change_flags(Uids{9, 7}, FlagChange::add, {Flags::draft});
  CHECK(mailbox.flags_changed_since(between) == Uids{7, 9});
  mailbox.expunge(Uids{1});
  CHECK(mailbox.expunged_since(between) == Uids{1});
  mailbox.expunge(all);
  CHECK_FALSE(mailbox.expunged_since(between).has_value());
  CHECK(mailbox.expunged_since(mailbox.highest_mod_seq()) == Uids{});
}

TEST_CASE("a copy shares the body and takes its flags by name, date included") {
  Mailbox from(1), to(2);
  to.learn(std::vector<std::string>{"other"});
  const Flags flags = from.learn(std::vector<std::string>{"$Junk", "\\Seen", "\\Nonsense"});
  from.append(body("text"), flags, {9});
  const Uid uid = to.append_copy(from, from.messages().front());
  const Message& copy = *to.find(uid);
  CHECK(to.keywords().names(copy.flags) == std::vector<std::string_view>{"\\Seen", "$Junk"});
  CHECK(copy.internal_date == VirtualTime{9});
  CHECK(copy.saved == VirtualTime{9});
  CHECK(copy.body.read() == from.find(1)->body.read());
  CHECK(to.find(to.append_copy(from, from.messages().front(), VirtualTime{10}))->saved.ns == 10);
}

TEST_CASE("the quota counts what mailboxes hold, and forgets what goes") {
  const auto quota = std::make_shared<Quota>();
  quota->limit = {10, 2};
  {
    Mailbox one(1, quota), two(2, quota);
    one.append(body("12345"), {}, {});
    CHECK(two.has_room(5));
    CHECK_FALSE(two.has_room(6));
    two.append(body("1"), {}, {});
    CHECK_FALSE(one.has_room(0));  // two messages are all
    one.expunge(Uids{1});
    CHECK(one.has_room(9));
    CHECK(quota->used.octets == 1);
  }
  CHECK(quota->used.octets == 0);
  CHECK(quota->used.messages == 0);
}

TEST_CASE("more than the quota allows leaves no room, whatever wraps") {
  Quota quota;
  CHECK(quota.has_room(Quota::unlimited));
  quota.limit.octets = 5;
  quota.used.octets = 9;
  CHECK_FALSE(quota.has_room(0));
}

TEST_CASE("a renumbered mailbox has the same messages under new names") {
  Mailbox mailbox(5);
  fill(mailbox, 3);
  mailbox.expunge(Uids{1});
  mailbox.renumber(6);
  CHECK(uids_of(mailbox) == Uids{1, 2});
  CHECK(mailbox.uid_validity() == 6);
  CHECK(mailbox.uid_next() == 3);
}

TEST_CASE("one at a time holds the lock of the maildrop") {
  Mailbox mailbox(1);
  auto lock = mailbox.lock_maildrop();
  REQUIRE(lock != nullptr);
  CHECK(mailbox.is_locked());
  CHECK(mailbox.lock_maildrop() == nullptr);
  lock.reset();
  CHECK_FALSE(mailbox.is_locked());
  CHECK(mailbox.lock_maildrop() != nullptr);
}
