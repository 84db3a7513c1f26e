// SPDX-License-Identifier: MIT
#include "harness/store/store.h"

#include <doctest/doctest.h>

using namespace postiche;

namespace {

mail::Message message_of(std::size_t octets) {
  mail::Message message;
  message.content = Rope(std::string(octets, 'x'));
  return message;
}

}  // namespace

TEST_CASE("messages are kept in order and numbered from one") {
  store::Store store;
  CHECK(store.deliver(message_of(3)) == 1u);
  CHECK(store.deliver(message_of(4)) == 2u);
  REQUIRE(store.messages().size() == 2);
  CHECK(store.messages().back().id == 2);
  CHECK(store.octets() == 7);
}

TEST_CASE("a full store says so, keeps nothing of the message and goes on") {
  store::Store store(store::Limits{10});
  CHECK(store.deliver(message_of(6)).has_value());
  CHECK(store.has_room(4));
  CHECK_FALSE(store.has_room(5));
  CHECK_FALSE(store.deliver(message_of(5)).has_value());
  CHECK(store.octets() == 6);
  CHECK(store.deliver(message_of(4)) == 2u);
  store.clear();
  CHECK(store.deliver(message_of(10)) == 3u);
}

TEST_CASE("every address is deliverable until there is an account") {
  store::Store store;
  CHECK(store.is_deliverable("anybody@anywhere"));
  store.add_account("Alice@Example.com");
  CHECK(store.is_deliverable("alice@example.COM"));
  CHECK_FALSE(store.is_deliverable("anybody@anywhere"));
  CHECK_FALSE(store.is_deliverable("alice"));
}

TEST_CASE("postmaster is always there, at domains that are ours") {
  store::Store store;
  store.add_account("alice@example.com");
  CHECK(store.is_deliverable("Postmaster"));
  CHECK(store.is_deliverable("postmaster@EXAMPLE.com"));
  CHECK_FALSE(store.is_deliverable("postmaster@elsewhere.example"));
}

TEST_CASE("accounts are found by address or by local-part") {
  store::Store store;
  store.add_account("bob@a.example");
  store.add_account("bob@b.example");
  CHECK(store.find_accounts("Bob").size() == 2);
  CHECK(store.find_accounts("bob@b.example").size() == 1);
  CHECK(store.find_accounts("carol").empty());
}

TEST_CASE("mail that waits is kept by domain, apart from what was delivered") {
  store::Store store;
  mail::Message message;
  message.reverse_path = "a@x";
  store.enqueue("Example.org", message);
  CHECK(store.queued("example.ORG").size() == 1);
  CHECK(store.queued("example.com").empty());
  CHECK(store.messages().empty());
}

TEST_CASE("a mailbox is full when its quota is reached, whichever address the mail came to") {
  store::Store store;
  store.add_account(store::Account{"alice@x", {"sales@x"}, 10});
  CHECK(store.has_room_for("alice@x", 10));
  CHECK_FALSE(store.has_room_for("alice@x", 11));
  mail::Message message;
  message.recipients = {"Sales@X"};
  message.content = Rope("0123456789");
  CHECK(store.deliver(message));
  CHECK_FALSE(store.has_room_for("alice@x", 0));
  CHECK(store.has_room_for("bob@x", 1000));
  store.clear();
  CHECK(store.has_room_for("alice@x", 10));
}

TEST_CASE("an alias that several accounts have is a list") {
  store::Store store;
  store.add_account(store::Account{"alice@x", {"staff@x"}, 10});
  store.add_account(store::Account{"bob@x", {"Staff@X", "bob@x"}, 20});
  CHECK(store.find_accounts("staff@x") == std::vector<std::string>{"alice@x", "bob@x"});
  CHECK(store.find_accounts("staff").size() == 2);
  CHECK(store.find_accounts("bob@x").size() == 1);
  CHECK(store.is_deliverable("staff@x"));
  CHECK(store.has_room_for("staff@x", 10));
  CHECK_FALSE(store.has_room_for("staff@x", 11));
  mail::Message message;
  message.recipients = {"staff@x"};
  message.content = Rope("0123456789");
  CHECK(store.deliver(message));
  CHECK_FALSE(store.has_room_for("alice@x", 1));
  CHECK(store.has_room_for("bob@x", 10));
  CHECK_FALSE(store.has_room_for("bob@x", 11));
}

TEST_CASE("only domains with a queue may ask, where there is any") {
  store::Store store;
  CHECK(store.may_ask("anybody.example"));
  store.enqueue("A.example", {});
  CHECK(store.may_ask("a.EXAMPLE"));
  CHECK_FALSE(store.may_ask("anybody.example"));
  CHECK(store.queues() == std::vector<std::string>{"a.example"});
}
