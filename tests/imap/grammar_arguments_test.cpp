// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "harness/imap/grammar/grammar.h"
#include "tests/imap/spoken.h"

using namespace postiche;
using namespace postiche::imap;
using testing::Spoken;

using Texts = std::vector<std::string>;

TEST_CASE("LOGIN reads strings in their three forms") {
  for (const Texts& parts : std::vector<Texts>{{"a LOGIN b] \"c\\\"\\\\\""},
                                               {"a LOGIN \"b]\" {3}", "c\"\\", ""},
                                               {"a LOGIN {2+}", "b]", " {3+}", "c\"\\", ""}}) {
    CAPTURE(parts.front());
    const Spoken spoken(parts);
    CHECK(spoken.arguments<LoginArguments>().user == "b]");
    CHECK(spoken.arguments<LoginArguments>().password == "c\"\\");
  }
}

TEST_CASE("AUTHENTICATE tells an empty initial response from none") {
  CHECK_FALSE(Spoken({"a AUTHENTICATE plain"}).arguments<AuthenticateArguments>().initial_response);
  const Spoken spoken({"a AUTHENTICATE plain ="});
  CHECK(spoken.arguments<AuthenticateArguments>().mechanism == "plain");
  CHECK(spoken.arguments<AuthenticateArguments>().initial_response == "=");
}

TEST_CASE("ENABLE and COMPRESS have words in capitals") {
  CHECK(Spoken({"a ENABLE utf8=accept x"}).arguments<EnableArguments>().capabilities ==
        Texts{"UTF8=ACCEPT", "X"});
  CHECK(Spoken({"a COMPRESS deflate"}).arguments<CompressArguments>().mechanism == "DEFLATE");
}

TEST_CASE("ID has fields with a value or none") {
  const Spoken spoken({"a ID (\"name\" {1}", "x", " \"os\" nil)"});
  const auto& fields = spoken.arguments<IdArguments>().fields;
  REQUIRE(fields.size() == 2);
  CHECK(fields[0].second == "x");
  CHECK(fields[1].first == "os");
  CHECK_FALSE(fields[1].second);
}

TEST_CASE("SELECT reads what the client knows of the mailbox") {
  const Spoken spoken({"a SELECT &AOQ- (condstore QRESYNC (7 9 1,3:5 (1:2 8:9)))"});
  const auto& select = spoken.arguments<SelectArguments>();
  CHECK(select.mailbox == "\xC3\xA4");
  CHECK(select.condstore);
  REQUIRE(select.resync);
  CHECK(select.resync->uid_validity == 7);
  CHECK(select.resync->mod_seq == 9);
  CHECK(print(select.resync->known_uids.value()) == "1,3:5");
  CHECK(print(select.resync->sample_numbers.value()) == "1:2");
  CHECK(print(select.resync->sample_uids.value()) == "8:9");
}

TEST_CASE("CREATE, RENAME and the quota commands name mailboxes and roots") {
  const Spoken create({"a CREATE x (USE (\\Sent \\Archive))"});
  CHECK(create.arguments<MailboxArguments>().uses == Texts{"\\Sent", "\\Archive"});
  const Spoken rename({"a RENAME \"x y\" {1}", "z", ""});
  CHECK(rename.arguments<RenameArguments>().from == "x y");
  CHECK(rename.arguments<RenameArguments>().to == "z");
  CHECK(Spoken({"a GETQUOTA \"\""}).arguments<MailboxArguments>().mailbox == "");
  const Spoken set({"a SETQUOTA r (STORAGE 512 MESSAGE 0)"});
  CHECK(set.arguments<QuotaArguments>().root == "r");
  CHECK(set.arguments<QuotaArguments>().limits.at(0) ==
        std::pair<std::string, std::uint64_t>("STORAGE", 512));
}

TEST_CASE("LIST is extended where it has options or several patterns") {
  const Spoken plain({"a LIST &AOQ-/ &AOQ-*"});
  CHECK_FALSE(plain.arguments<ListArguments>().is_extended);
  CHECK(plain.arguments<ListArguments>().reference == "\xC3\xA4/");
  CHECK(plain.arguments<ListArguments>().patterns == Texts{"\xC3\xA4*"});
  const Spoken full(
      {"a LIST (subscribed recursivematch special-use remote) \"\" (a \"b c\") "
       "RETURN (special-use subscribed children status (size))"});
  const auto& list = full.arguments<ListArguments>();
  CHECK(list.is_extended);
  CHECK(list.patterns == Texts{"a", "b c"});
  CHECK((list.only_subscribed && list.recursive_match && list.only_special_use));
  CHECK(list.with_remote);
  CHECK((list.tell_special_use && list.tell_subscribed && list.tell_children));
  CHECK(list.status == std::vector{StatusItem::size});
  CHECK(Spoken({"a LIST \"\" *"}).arguments<ListArguments>().is_extended == false);
  CHECK(Spoken({"a LIST \"\" (*)"}).arguments<ListArguments>().is_extended);
}

TEST_CASE("APPEND reads flags, date and octets of each message") {
  const Spoken spoken({"a APPEND x (\\Seen a) \"01-Jan-1970 00:00:01 +0000\" {2}", "ab",
                       " UTF8 (~{1}", "c", ") {1+}", "d", ""});
  const auto& messages = spoken.arguments<AppendArguments>().messages;
  REQUIRE(messages.size() == 3);
  CHECK(messages[0].flags == Texts{"\\Seen", "a"});
  CHECK(messages[0].date == VirtualTime{1'000'000'000});
  CHECK(messages[0].octets.flatten() == "ab");
  CHECK(messages[1].is_utf8);
  CHECK(messages[1].is_binary);
  CHECK(messages[2].octets.flatten() == "d");
  CHECK_FALSE(messages[2].is_binary);
}

TEST_CASE("APPEND reads what is put together in the order in which it is written") {
  const Spoken spoken({"a APPEND x CATENATE (TEXT {2}", "ab", " URL \"/y/;UID=1\" TEXT ~{1}", "c",
                       ") CATENATE (URL {1}", "z", ")"});
  const auto& messages = spoken.arguments<AppendArguments>().messages;
  REQUIRE(messages.size() == 2);
  const auto& parts = messages[0].parts;
  REQUIRE(parts.size() == 3);
  CHECK_FALSE(parts[0].url);
  CHECK(parts[0].octets.flatten() == "ab");
  CHECK(parts[1].url == "/y/;UID=1");
  CHECK(parts[2].is_binary);
  CHECK(messages[1].parts.at(0).url == "z");
}

TEST_CASE("GETMETADATA takes its options before the mailbox and behind it") {
  for (const std::string text : {"a GETMETADATA (MAXSIZE 9 DEPTH 1) x (/private/a /shared)",
                                 "a GETMETADATA x (depth 1 maxsize 9) (/private/a /shared)"}) {
    CAPTURE(text);
    const Spoken spoken({text});
    const auto& get = spoken.arguments<GetMetadataArguments>();
    CHECK(get.mailbox == "x");
    CHECK(get.entries == Texts{"/private/a", "/shared"});
    CHECK(get.max_size == 9U);
    CHECK(get.depth == GetMetadataArguments::Depth::children);
  }
}

TEST_CASE("SETMETADATA tells an entry that goes from one that is empty") {
  const Spoken spoken(
      {"a SETMETADATA \"\" (/private/a NIL /private/b \"\" /private/c ~{1}", "x", ")"});
  const auto& notes = spoken.arguments<SetMetadataArguments>().notes;
  REQUIRE(notes.size() == 3);
  CHECK_FALSE(notes[0].value);
  CHECK(notes[1].value == "");
  CHECK(notes[2].value == "x");
}

TEST_CASE("NOTIFY has groups of events, each of some mailboxes") {
  const Spoken spoken(
      {"a notify set status (SELECTED (messagenew (uid flags) messageexpunge)) (mailboxes (a "
       "&AOQ-) "
       "(mailboxname annotationchange)) (subtree b NONE)"});
  const auto& notify = spoken.arguments<NotifyArguments>();
  CHECK(notify.with_status);
  REQUIRE(notify.groups.size() == 3);
  CHECK(notify.groups[0].events == MailEvents{MailEvent::message_new, MailEvent::message_expunge});
  CHECK(notify.groups[0].items.size() == 2);
  CHECK(notify.groups[1].mailboxes == Texts{"a", "\xC3\xA4"});
  CHECK(notify.groups[1].events == MailEvents{MailEvent::mailbox_name});
  CHECK(notify.groups[1].has_unknown_events);
  CHECK(notify.groups[2].of == EventGroup::Of::subtree);
  CHECK(notify.groups[2].events.empty());
  CHECK(Spoken({"a NOTIFY NONE"}).arguments<NotifyArguments>().groups.empty());
}

TEST_CASE("REPLACE has the message that goes and the one that comes") {
  const Spoken spoken({"a REPLACE 4 x {1}", "y", ""});
  CHECK(print(spoken.arguments<AppendArguments>().replaced) == "4");
  CHECK(spoken.arguments<AppendArguments>().messages.size() == 1);
}

TEST_CASE("STORE reads its change, its modifier and flags in either form") {
  const Spoken spoken({"a STORE 1:* (UNCHANGEDSINCE 0) -flags.silent (\\Deleted $x)"});
  const auto& silent = spoken.arguments<StoreArguments>();
  CHECK(silent.change == store::FlagChange::remove);
  CHECK(silent.is_silent);
  CHECK(silent.unchanged_since == 0U);
  CHECK(silent.flags == Texts{"\\Deleted", "$x"});
  const Spoken bare({"a UID STORE $ +FLAGS \\Seen x"});
  CHECK(bare.arguments<StoreArguments>().change == store::FlagChange::add);
  CHECK(bare.arguments<StoreArguments>().flags == Texts{"\\Seen", "x"});
  CHECK(bare.arguments<StoreArguments>().messages.is_saved);
}

TEST_CASE("UID EXPUNGE has UIDs and EXPUNGE none") {
  CHECK_FALSE(Spoken({"a EXPUNGE"}).arguments<ExpungeArguments>().uids);
  CHECK(print(Spoken({"a UID EXPUNGE 1:3"}).arguments<ExpungeArguments>().uids.value()) == "1:3");
}
