// SPDX-License-Identifier: MIT
#include "harness/store/mailbox_tree.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "harness/store/view.h"

using namespace postiche;
using namespace postiche::store;

namespace {

using Names = std::vector<std::string>;
using enum TreeOutcome;

// Those without a mailbox in brackets.
Names names_of(const MailboxTree& tree) {
  Names names;
  for (const auto& [name, entry] : tree.entries()) {
    names.push_back(entry.mailbox ? name : "(" + name + ")");
  }
  return names;
}

void put(MailboxTree& tree, std::string_view name, std::string text) {
  tree.find(name)->append(Body(Rope(std::move(text))), {}, {});
}

}  // namespace

TEST_CASE("INBOX is there from the beginning, whatever its capitals") {
  const MailboxTree tree;
  CHECK(names_of(tree) == Names{"INBOX"});
  CHECK(tree.find("InBox") == tree.inbox());
  CHECK(tree.inbox()->uid_validity() == 1);
}

TEST_CASE("a mailbox is made with all that is missing above it") {
  MailboxTree tree;
  CHECK(tree.create("a/b/c") == done);
  CHECK(tree.create("inbox/d/") == done);
  CHECK(names_of(tree) == Names{"INBOX", "INBOX/d", "a", "a/b", "a/b/c"});
  CHECK(tree.has_inferiors("a"));
  CHECK_FALSE(tree.has_inferiors("a/b/c"));
  CHECK(tree.create("a") == already_exists);
  CHECK(tree.create("A") == done);  // only INBOX ignores case
  CHECK(tree.create("iNbOx") == already_exists);
}

TEST_CASE("names that no mailbox may have are refused") {
  MailboxTree tree;
  const std::string deep = [] {
    std::string name = "a";
    for (int i = 0; i < 50; ++i) name += "/a";
    return name;
  }();
  for (const std::string& name :
       Names{"", "/", "/a", "a//b", "a//", "a%", "a*", "a\r\n", std::string(1, '\0'), "\xFF",
             std::string(1001, 'x'), deep}) {
    CAPTURE(name);
    CHECK(tree.create(name) == bad_name);
    CHECK(tree.subscribe(name) == bad_name);
  }
  CHECK(tree.create("\xC3\xBC & so on.") == done);
}

TEST_CASE("a name that is used again has a new UIDVALIDITY") {
  MailboxTree tree(100);
  tree.create("a");
  const auto before = tree.find("a")->uid_validity();
  CHECK(tree.remove("a") == done);
  tree.create("a");
  CHECK(tree.find("a")->uid_validity() > before);
}

TEST_CASE("what has others below it loses its mailbox and keeps its name") {
  MailboxTree tree;
  tree.create("a/b", SpecialUse::sent);
  CHECK(tree.remove("a") == done);
  CHECK(names_of(tree) == Names{"INBOX", "(a)", "a/b"});
  CHECK(tree.find("a") == nullptr);
  CHECK(tree.remove("a") == has_inferiors);
  CHECK(tree.create("a") == done);
  CHECK(tree.find("a") != nullptr);
  CHECK(tree.remove("a/b") == done);
  CHECK(tree.remove("a/b") == does_not_exist);
  CHECK(tree.remove("inbox") == not_for_inbox);
}

TEST_CASE("who has a removed mailbox open sees it empty") {
  MailboxTree tree;
  tree.create("a");
  put(tree, "a", "text");
  View view(tree.find("a"));
  tree.remove("a");
  CHECK(view.catch_up(View::Expunges::tell).expunged.size() == 1);
  CHECK(tree.quota().used.octets == 0);
}

TEST_CASE("renaming takes along what stands below, and makes what is missing above") {
  MailboxTree tree;
  tree.create("a/b/c", SpecialUse::trash);
  tree.create("ab");
  put(tree, "a/b", "text");
  const auto moved = tree.find("a/b");
  CHECK(tree.rename("a/b", "x/y") == done);
  CHECK(names_of(tree) == Names{"INBOX", "a", "ab", "x", "x/y", "x/y/c"});
  CHECK(tree.find("x/y") == moved);
  CHECK(tree.entries().at("x/y/c").use == SpecialUse::trash);
  CHECK(name(SpecialUse::trash) == "\\Trash");
}

TEST_CASE("a rename that cannot be leaves all as it was") {
  MailboxTree tree;
  tree.create("a/b");
  tree.create("c");
  const Names before = names_of(tree);
  CHECK(tree.rename("x", "y") == does_not_exist);
  CHECK(tree.rename("a", "c") == already_exists);
  CHECK(tree.rename("a", "inbox") == already_exists);
  CHECK(tree.rename("a", "a/b/d") == below_itself);
  CHECK(tree.rename("a", "a") == already_exists);
  CHECK(tree.rename("a", "d//e") == bad_name);
  CHECK(tree.rename("a", "d/" + std::string(997, 'x')) == bad_name);  // too long for what is below
  CHECK(names_of(tree) == before);
}

TEST_CASE("renaming INBOX moves its messages and leaves it, and what is below, in place") {
  MailboxTree tree;
  tree.create("INBOX/sub");
  put(tree, "INBOX", "text");
  View view(tree.inbox());
  CHECK(tree.rename("inbox", "old/mail") == done);
  CHECK(names_of(tree) == Names{"INBOX", "INBOX/sub", "old", "old/mail"});
  CHECK(tree.inbox()->messages().empty());
  CHECK(tree.find("old/mail")->messages().front().body.read()->flatten() == "text");
  CHECK(view.catch_up(View::Expunges::tell).expunged.size() == 1);
  CHECK(tree.quota().used.messages == 1);
  CHECK(tree.rename("INBOX", "INBOX/today") == done);
}

TEST_CASE("a subscription is a name, whether there is a mailbox or not") {
  MailboxTree tree;
  CHECK(tree.subscribe("inbox") == done);
  CHECK(tree.subscribe("nowhere/") == done);
  CHECK(tree.subscriptions().contains("INBOX"));
  CHECK(tree.subscriptions().contains("nowhere"));
  tree.unsubscribe("NOWHERE");
  CHECK(tree.subscriptions().size() == 2);
  tree.unsubscribe("nowhere");
  CHECK(tree.subscriptions().size() == 1);
}

TEST_CASE("an account has room for ten thousand names") {
  MailboxTree tree;
  for (int i = 1; i < 10'000; ++i) REQUIRE(tree.create("m" + std::to_string(i)) == done);
  CHECK(tree.create("one-more") == too_many);
  CHECK(tree.rename("INBOX", "one-more") == too_many);
  CHECK(tree.remove("m1") == done);
  CHECK(tree.create("one/more") == too_many);
  CHECK(tree.create("one-more") == done);
}
