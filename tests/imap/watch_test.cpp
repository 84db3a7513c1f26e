// SPDX-License-Identifier: MIT
// What NOTIFY tells of mailboxes that are not open: RFC 5465 sec 5, 6.

#include "harness/imap/news/watch.h"

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/imap/grammar/grammar.h"
#include "harness/imap/server.h"

using namespace postiche;
using namespace postiche::imap;
using store::Note;

namespace {

// A client that has logged in, and asks to be told.
struct Watcher {
  explicit Watcher(const std::string& groups) {
    Knowledge knowledge;
    knowledge.mailboxes_of = [this](std::string_view) { return &tree; };
    server.emplace(settings, knowledge);
    say("LOGIN ann pencil");
    tree.create("Work/Old");
    CHECK(say("NOTIFY SET " + groups) == "");
  }

  // What is told besides the answer.
  std::string say(const std::string& text) {
    const std::string line = "a " + text;
    const Command command = parse_command({{line}, {}}, Encoding::modified_utf7);
    REQUIRE_MESSAGE(command.well_formed(), line << ": " << command.fault);
    const Answer answer = server->answer(command);
    REQUIRE_MESSAGE(answer.reply.status == Status::ok, answer.reply.text);
    server->apply(command, answer.reply.status);
    return answer.data + server->take_news(&command);
  }
  std::string news() { return server->has_news() ? server->take_news(nullptr) : "nothing new"; }

  store::MailboxTree tree;
  Settings settings;
  std::optional<Server> server;
};

void put(store::MailboxTree& tree, std::string_view mailbox) {
  tree.find(mailbox)->append(store::Body(Rope("A: b\r\n\r\n")), {}, {});
}

constexpr const char* messages = "(MessageNew MessageExpunge)";

}  // namespace

TEST_CASE("a mailbox that is renamed has its old name beside it, and those below go along") {
  Watcher watcher("(personal (MailboxName))");
  watcher.tree.rename("Work", "Play");
  CHECK(watcher.news() == "* LIST (\\HasChildren) \"/\" Play (\"OLDNAME\" (Work))\r\n");
  CHECK(watcher.news() == "nothing new");
  watcher.tree.rename("Play/Old", "Older");
  CHECK(watcher.news() == "* LIST (\\HasNoChildren) \"/\" Older (\"OLDNAME\" (Play/Old))\r\n");
}

TEST_CASE("what comes into a mailbox that is just renamed is told by its new name") {
  Watcher watcher("(personal (MailboxName MessageNew MessageExpunge MailboxMetadataChange))");
  watcher.tree.rename("Work/Old", "Older");
  put(watcher.tree, "Older");
  watcher.tree.annotate("Older", std::vector<Note>{{"/private/a", "1"}});
  CHECK(watcher.news() ==
        "* LIST (\\HasNoChildren) \"/\" Older (\"OLDNAME\" (Work/Old))\r\n"
        "* STATUS Older (MESSAGES 1 UIDNEXT 2)\r\n* METADATA Older /private/a\r\n");
}

TEST_CASE("what is created and removed is told, and what stands above it") {
  Watcher watcher("(personal (MailboxName))");
  watcher.tree.create("Work/New");
  CHECK(watcher.news() ==
        "* LIST (\\HasChildren) \"/\" Work\r\n* LIST (\\HasNoChildren) \"/\" Work/New\r\n");
  watcher.tree.remove("Work/New");
  CHECK(watcher.news() ==
        "* LIST (\\HasChildren) \"/\" Work\r\n"
        "* LIST (\\NonExistent \\HasNoChildren) \"/\" Work/New\r\n");
  watcher.tree.remove("Work");
  CHECK(watcher.news() == "* LIST (\\Noselect \\HasChildren) \"/\" Work\r\n");
  watcher.tree.create("Work");
  CHECK(watcher.news() == "* LIST (\\HasChildren) \"/\" Work\r\n");
}

TEST_CASE("a subtree is a mailbox and all below it; other mailboxes are not watched") {
  Watcher watcher(std::string("(subtree Work ") + messages + ") (mailboxes (Box None) " + messages +
                  ") (inboxes " + messages + ")");
  watcher.tree.create("Box/Below");
  watcher.tree.create("Other");
  CHECK(watcher.news() == "");
  for (const char* const name : {"Work/Old", "Box", "Box/Below", "Other", "INBOX"}) {
    put(watcher.tree, name);
  }
  CHECK(watcher.news() ==
        "* STATUS Box (MESSAGES 1 UIDNEXT 2)\r\n* STATUS INBOX (MESSAGES 1 UIDNEXT 2)\r\n"
        "* STATUS Work/Old (MESSAGES 1 UIDNEXT 2)\r\n");
}

TEST_CASE("who watches what is subscribed hears of it as long as it is") {
  Watcher watcher(std::string("(subscribed (SubscriptionChange MessageNew MessageExpunge))"));
  put(watcher.tree, "Work");
  CHECK(watcher.news() == "");
  watcher.tree.subscribe("Work");
  CHECK(watcher.news() == "* LIST (\\Subscribed \\HasChildren) \"/\" Work\r\n");
  put(watcher.tree, "Work");
  CHECK(watcher.news() == "* STATUS Work (MESSAGES 2 UIDNEXT 3)\r\n");
  watcher.tree.unsubscribe("Work");
  CHECK(watcher.news() == "* LIST (\\HasChildren) \"/\" Work\r\n");
  put(watcher.tree, "Work");
  CHECK(watcher.news() == "");
}

TEST_CASE("other flags, other UIDs and messages that are gone are told by STATUS") {
  Watcher watcher("(personal (MessageNew MessageExpunge FlagChange))");
  put(watcher.tree, "Work");
  const store::Uid first = 1;
  watcher.news();
  const auto work = watcher.tree.find("Work");
  work->change_flags({&first, 1}, store::FlagChange::add, {store::Flags::seen});
  CHECK(watcher.news() == "* STATUS Work (UIDVALIDITY 2 UNSEEN 0)\r\n");
  watcher.say("ENABLE CONDSTORE");
  work->expunge({&first, 1});
  CHECK(watcher.news() == "* STATUS Work (MESSAGES 0 UIDNEXT 2 HIGHESTMODSEQ 4)\r\n");
  work->renumber(9);
  CHECK(watcher.news() ==
        "* STATUS Work (MESSAGES 0 UIDNEXT 1 UIDVALIDITY 9 UNSEEN 0 HIGHESTMODSEQ 5)\r\n");
}

TEST_CASE("notes are told by the names of their entries, those that are gone too") {
  Watcher watcher("(mailboxes Work (MailboxMetadataChange)) (inboxes (ServerMetadataChange))");
  watcher.tree.annotate("Work", std::vector<Note>{{"/private/b", "1"}, {"/private/a", "2"}});
  watcher.tree.annotate("INBOX", std::vector<Note>{{"/private/b", "1"}});
  CHECK(watcher.news() == "* METADATA Work /private/a /private/b\r\n");
  watcher.tree.annotate("Work", std::vector<Note>{{"/private/b", std::nullopt}});
  watcher.tree.annotate("", std::vector<Note>{{"/shared/c", "1"}});
  CHECK(watcher.news() == "* METADATA Work /private/b\r\n* METADATA \"\" /shared/c\r\n");
}

TEST_CASE("what the client does itself is not news, what others did before is") {
  Watcher watcher("(personal (MailboxName MailboxMetadataChange SubscriptionChange))");
  watcher.tree.create("Theirs");
  CHECK(watcher.say("CREATE Mine") == "* LIST (\\HasNoChildren) \"/\" Theirs\r\n");
  CHECK(watcher.say("SUBSCRIBE Mine") == "");
  CHECK(watcher.say("SETMETADATA Mine (/private/a \"1\")") == "");
  CHECK(watcher.say("RENAME Mine Ours") == "");
  CHECK(watcher.news() == "nothing new");
}

TEST_CASE("of too much nothing is told any more") {
  Watcher watcher("(personal (MailboxName))");
  for (int i = 0; i < 1100; ++i) watcher.tree.create(std::to_string(i));
  CHECK(watcher.news().starts_with("* OK [NOTIFICATIONOVERFLOW] "));
  watcher.tree.create("one more");
  CHECK(watcher.news() == "nothing new");
  CHECK(watcher.say("NOOP") == "");
}
