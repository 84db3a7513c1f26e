// SPDX-License-Identifier: MIT
#include "harness/imap/grammar/grammar.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "harness/base/ascii.h"
#include "tests/imap/spoken.h"

using namespace postiche;
using namespace postiche::imap;
using namespace std::string_literals;
using testing::Spoken;

using Names = std::vector<std::string_view>;
using Parts = std::vector<std::string>;

TEST_CASE("the head of a command is its tag, its verb and the rest as typed") {
  const Spoken spoken({"A.1] uid  fetch 1  FLAGS"});
  CHECK(spoken->tag == "A.1]");
  CHECK(spoken->verb == Verb::fetch);
  CHECK(spoken->by_uid());
  CHECK(spoken->verb_text == "uid  fetch");
  CHECK(spoken->argument == "1  FLAGS");
  CHECK(full_name(spoken.command()) == "UID FETCH");
  CHECK(spoken->deviations == Names{"extra-white-space"});
}

TEST_CASE("every verb is known by its name, whatever its case") {
  for (std::size_t i = 1; i < verb_count; ++i) {
    const Verb verb = static_cast<Verb>(i);
    CAPTURE(name(verb));
    CHECK(verb_of(ascii::to_lower(name(verb))) == verb);
  }
}

TEST_CASE("every verb has a grammar, also what may only end IDLE") {
  for (std::size_t i = 1; i < verb_count; ++i) {
    const Verb verb = static_cast<Verb>(i);
    CAPTURE(name(verb));
    CHECK(Spoken({"a " + std::string(name(verb))})->verb == verb);
  }
}

TEST_CASE("clean commands of every verb have no deviations") {
  for (const Parts& parts : std::vector<Parts>{
           {"a CAPABILITY"},
           {"a NOOP"},
           {"a LOGOUT"},
           {"a ID NIL"},
           {"a ID ()"},
           {"a ID (\"name\" \"x\" \"os\" NIL)"},
           {"a STARTTLS"},
           {"a AUTHENTICATE PLAIN"},
           {"a AUTHENTICATE PLAIN AGEAYg=="},
           {"a AUTHENTICATE EXTERNAL ="},
           {"a LOGIN alice \"a b\""},
           {"a LOGIN {5}", "alice", " {3+}", "abc", ""},
           {"a ENABLE UTF8=ACCEPT CONDSTORE"},
           {"a SELECT INBOX"},
           {"a SELECT INBOX (CONDSTORE)"},
           {"a SELECT INBOX (QRESYNC (67890007 20050715194045000 41,43:211,214:541))"},
           {"a SELECT INBOX (QRESYNC (1 2 1:29997 (5000,7500 15000,22500)))"},
           {"a SELECT INBOX (QRESYNC (1 2 (5000 15000)) CONDSTORE)"},
           {"a EXAMINE &ZeVnLIqe-"},
           {"a CREATE Sent (USE (\\Sent \\Drafts))"},
           {"a CREATE Sent (USE ())"},
           {"a DELETE \"a b\""},
           {"a RENAME a b"},
           {"a SUBSCRIBE a/b"},
           {"a UNSUBSCRIBE a"},
           {"a LIST \"\" *"},
           {"a LIST \"\" \"%\" RETURN (SUBSCRIBED CHILDREN STATUS (MESSAGES SIZE))"},
           {"a LIST (SUBSCRIBED RECURSIVEMATCH) \"\" (INBOX a/%) RETURN ()"},
           {"a LIST () \"\" {1}", "*", ""},
           {"a LSUB \"\" \"*\""},
           {"a NAMESPACE"},
           {"a STATUS INBOX (MESSAGES UIDNEXT UIDVALIDITY UNSEEN DELETED SIZE RECENT)"},
           {"a STATUS INBOX (APPENDLIMIT HIGHESTMODSEQ MAILBOXID DELETED-STORAGE)"},
           {"a GETMETADATA \"\" /shared/comment"},
           {"a GETMETADATA (DEPTH infinity MAXSIZE 1024) INBOX (/private /shared/vendor/x)"},
           {"a SETMETADATA INBOX (/private/comment \"x y\" /shared/vendor/a/b NIL)"},
           {"a SETMETADATA \"\" (/private/comment ~{2}", "\0x"s, " /shared/comment {1}", "y", ")"},
           {"a NOTIFY NONE"},
           {"a NOTIFY SET (selected NONE)"},
           {"a NOTIFY SET STATUS (selected-delayed (MessageNew (UID BODY.PEEK[HEADER.FIELDS (To)]) "
            "MessageExpunge FlagChange)) (personal (MailboxName SubscriptionChange))"},
           {"a NOTIFY SET (mailboxes INBOX (MessageExpunge MessageNew)) (subtree (a {1}", "b",
            ") (MailboxMetadataChange)) (inboxes (ServerMetadataChange)) (subscribed (NewEvent))"},
           {"a APPEND INBOX {2}", "ab", ""},
           {"a APPEND INBOX (\\Seen $x) \" 7-Feb-1994 21:52:25 -0800\" {2+}", "ab", ""},
           {"a APPEND INBOX {2}", "ab", " () ~{1}", "\0"s, ""},
           {"a APPEND INBOX UTF8 (~{2}", "ab", ")"},
           {"a APPEND b (\\Seen) CATENATE (URL \"/c;UIDVALIDITY=1/;UID=2\" TEXT {2}", "ab",
            " URL /;UID=3 TEXT ~{1}", "\0"s, ") {1}", "x", ""},
           {"a IDLE"},
           {"a COMPRESS DEFLATE"},
           {"a UNAUTHENTICATE"},
           {"a GETQUOTA \"\""},
           {"a GETQUOTAROOT INBOX"},
           {"a SETQUOTA \"\" (STORAGE 512 MESSAGE 0)"},
           {"a SETQUOTA r ()"},
           {"a CHECK"},
           {"a CLOSE"},
           {"a UNSELECT"},
           {"a EXPUNGE"},
           {"a UID EXPUNGE 1:*"},
           {"a STORE $ FLAGS ()"},
           {"a COPY 1 b"},
           {"a UID MOVE $ b"},
           {"a UID REPLACE 5 INBOX (\\Seen) {1}", "x", ""},
           {"a THREAD REFERENCES UTF-8 ALL"},
       }) {
    CAPTURE(parts.front());
    const Spoken spoken(parts);
    CHECK(spoken->fault == "");
    CHECK(spoken->deviations == Names{});
    CHECK(spoken->tag == "a");
  }
}

TEST_CASE("oddities are let through, each under its name") {
  struct Case {
    Parts parts;
    Names deviations;
  };
  for (const Case& each : std::vector<Case>{
           {{"a NOOP "}, {"trailing-white-space"}},
           {{"a  NOOP"}, {"extra-white-space"}},
           {{"a\tNOOP"}, {"tab-as-space"}},
           {{"a LOGIN  b c"}, {"extra-white-space"}},
           {{"a LOGIN b\tc"}, {"tab-as-space"}},
           {{"a LOGIN b c "}, {"trailing-white-space"}},
           {{"a LOGOUT now"}, {"extra-argument"}},
           {{"a LOGOUT {1}", "x", ""}, {"extra-argument"}},
           {{"a LOGIN b \"c\\d\""}, {"bad-escape"}},
           {{"a LOGIN b \"\xC3\xBC\""}, {"8bit-in-quotes"}},
           {{"a LOGIN b \"\r\""}, {"control-character"}},
           {{"a SELECT \"\xC3\xBC\""}, {"8bit-in-quotes", "8bit-in-mailbox-name"}},
           {{"a LOGIN b {1}", "\0"s, ""}, {"nul-in-literal"}},
           {{"a APPEND b {1}", "\0"s, ""}, {"nul-in-literal"}},
           {{"a GETMETADATA b (MAXSIZE 9) (/private/x)"}, {"misplaced-options"}},
           {{"a APPEND b UTF8 ({1}", "x", ")"}, {"plain-literal-in-utf8"}},
           {{"a ID (\"a\" \"" + std::string(1025, 'x') + "\")"}, {"over-id-limits"}},
           {{"a FETCH 1 (FLAGS )"}, {"extra-white-space"}},
           {{"a FETCH 1 ( FLAGS  UID)"}, {"extra-white-space"}},
           {{"a STORE 1 FLAGS ( )"}, {"extra-white-space"}},
           {{"a SEARCH LARGER 01"}, {"leading-zeros"}},
       }) {
    CAPTURE(each.parts.front());
    const Spoken spoken(each.parts);
    CHECK(spoken->fault == "");
    CHECK(spoken->deviations == each.deviations);
  }
}

TEST_CASE("under UTF-8, names and quoted strings are UTF-8") {
  const Spoken raw({"a SELECT \"\xC3\xBC&\""}, Encoding::utf8);
  CHECK(raw->deviations == Names{});
  CHECK(raw.arguments<SelectArguments>().mailbox == "\xC3\xBC&");
  CHECK(Spoken({"a LOGIN b \"\xC3\""}, Encoding::utf8)->deviations == Names{"bad-utf8"});
  CHECK(Spoken({"a SELECT \"\xC3\""}, Encoding::utf8)->fault == "bad-mailbox-name");
}

TEST_CASE("what cannot be let through names its fault") {
  const std::vector<std::pair<Parts, std::string>> cases = {
      {{""}, "empty-line"},
      {{"  "}, "empty-line"},
      {{" NOOP"}, "missing-tag"},
      {{"a"}, "missing-verb"},
      {{"a "}, "missing-verb"},
      {{"* NOOP"}, "bad-tag"},
      {{"+ NOOP"}, "bad-tag"},
      {{"a+ NOOP"}, "bad-tag"},
      {{"\xC3\xBC NOOP"}, "bad-tag"},
      {{"{1}", "x", ""}, "bad-tag"},
      {{"EHLO x"}, "unknown-verb"},
      {{"a UID"}, "unknown-verb"},
      {{"a UID NOOP"}, "unknown-verb"},
      {{"GET / HTTP/1.1"}, "garbled-verb"},
      {{"a LOGIN{1}", "x", ""}, "garbled-verb"},
      {{"a NOOP\0"s}, "nul-byte"},
      {{"a LOGIN b {1}", "x", "\0"s}, "nul-byte"},
      {{"a NOOP x"}, "unexpected-argument"},
      {{"a NOOP {1}", "x", ""}, "unexpected-argument"},
      {{"a LOGIN"}, "missing-argument"},
      {{"a LOGIN "}, "missing-argument"},
      {{"a LOGIN b"}, "missing-argument"},
      {{"a LOGIN b c d"}, "unexpected-argument"},
      {{"a LOGIN \"b\"\"c\""}, "missing-space"},
      {{"a LOGIN b{1}", "c", ""}, "missing-space"},
      {{"a LOGIN b \"c"}, "unclosed-quotes"},
      {{"a LOGIN b \"c\\"}, "unclosed-quotes"},
      {{"a LOGIN b \"{1}", "x", "\""}, "unclosed-quotes"},
      {{"a LOGIN b \xC3\xBC"}, "8bit-in-atom"},
      {{"a LOGIN b c\xC3\xBC"}, "8bit-in-atom"},
      {{"a LOGIN b c*"}, "bad-atom"},
      {{"a LOGIN b %"}, "bad-atom"},
      {{"a LOGIN b {x}"}, "bad-literal"},
      {{"a LOGIN b ~{1}", "x", ""}, "unexpected-literal8"},
      {{"a AUTHENTICATE"}, "missing-argument"},
      {{"a AUTHENTICATE P.LAIN"}, "bad-mechanism-name"},
      {{"a AUTHENTICATE {1}", "x", ""}, "literal-as-atom"},
      {{"a AUTHENTICATE \"PLAIN\""}, "quoted-atom"},
      {{"a ID"}, "missing-argument"},
      {{"a ID x"}, "missing-parentheses"},
      {{"a ID (x y)"}, "missing-quotes"},
      {{"a ID (\"x\")"}, "missing-argument"},
      {{"a ENABLE"}, "missing-argument"},
      {{"a SELECT &"}, "bad-mailbox-name"},
      {{"a SELECT {1}", "\0"s, ""}, "bad-mailbox-name"},
      {{"a SELECT &AAk-"}, "bad-mailbox-name"},
      {{"a SELECT a*"}, "bad-atom"},
      {{"a SELECT a (X)"}, "unknown-parameter"},
      {{"a SELECT a (QRESYNC)"}, "missing-argument"},
      {{"a SELECT a (QRESYNC (1 0))"}, "bad-number"},
      {{"a SELECT a (QRESYNC (1 2 $))"}, "bad-sequence-set"},
      {{"a SELECT a (QRESYNC (1 2 1:*))"}, "bad-sequence-set"},
      {{"a SELECT a (QRESYNC (1 2"}, "unclosed-list"},
      {{"a CREATE a (USE (Sent"}, "unclosed-list"},
      {{"a LIST (RECURSIVEMATCH) \"\" *"}, "lone-recursive-match"},
      {{"a LIST (X) \"\" *"}, "unknown-item"},
      {{"a LIST \"\" ()"}, "missing-argument"},
      {{"a LIST \"\" * RETURN (X)"}, "unknown-item"},
      {{"a LIST \"\" * X"}, "unexpected-argument"},
      {{"a STATUS a MESSAGES"}, "missing-parentheses"},
      {{"a STATUS a ()"}, "missing-argument"},
      {{"a STATUS a (X)"}, "unknown-item"},
      {{"a GETMETADATA INBOX"}, "missing-argument"},
      {{"a GETMETADATA (MAXSIZE 1) INBOX"}, "missing-argument"},
      {{"a GETMETADATA INBOX ()"}, "missing-argument"},
      {{"a GETMETADATA INBOX /comment"}, "bad-entry"},
      {{"a GETMETADATA INBOX /private/*"}, "bad-atom"},
      {{"a GETMETADATA INBOX \"/private/*\""}, "bad-entry"},
      {{"a GETMETADATA INBOX /private//x"}, "bad-entry"},
      {{"a GETMETADATA (DEPTH 2) INBOX /private/x"}, "bad-number"},
      {{"a GETMETADATA (SIZE 2) INBOX /private/x"}, "unknown-parameter"},
      {{"a SETMETADATA INBOX ()"}, "missing-argument"},
      {{"a SETMETADATA INBOX (/private x)"}, "bad-entry"},
      {{"a SETMETADATA INBOX (/private/vendor/x y)"}, "bad-entry"},
      {{"a SETMETADATA INBOX (/private/x y)"}, "missing-quotes"},
      {{"a NOTIFY"}, "missing-argument"},
      {{"a NOTIFY GET"}, "unknown-item"},
      {{"a NOTIFY SET"}, "missing-argument"},
      {{"a NOTIFY SET STATUS"}, "missing-argument"},
      {{"a NOTIFY SET selected NONE"}, "missing-parentheses"},
      {{"a NOTIFY SET (everything NONE)"}, "unknown-item"},
      {{"a NOTIFY SET (selected)"}, "missing-argument"},
      {{"a NOTIFY SET (selected MessageNew)"}, "missing-parentheses"},
      {{"a NOTIFY SET (selected ())"}, "missing-argument"},
      {{"a NOTIFY SET (selected NONE"}, "unclosed-list"},
      {{"a NOTIFY SET (subtree () NONE)"}, "missing-argument"},
      {{"a NOTIFY SET (selected (MessageNew))"}, "unpaired-events"},
      {{"a NOTIFY SET (selected (FlagChange))"}, "unpaired-events"},
      {{"a NOTIFY SET (selected (MailboxName))"}, "misplaced-event"},
      {{"a NOTIFY SET (personal (MessageNew (UID) MessageExpunge))"}, "misplaced-items"},
      {{"a NOTIFY SET (selected (MessageNew (FROM) MessageExpunge))"}, "unknown-item"},
      {{"a NOTIFY SET (selected (MessageNew () MessageExpunge))"}, "missing-argument"},
      {{"a NOTIFY SET (selected NONE) (selected-delayed NONE)"}, "several-selected"},
      {{"a APPEND a"}, "missing-argument"},
      {{"a APPEND a ()"}, "missing-argument"},
      {{"a APPEND a x"}, "missing-literal"},
      {{"a APPEND a \"7-Feb-1994 21:52:25 -0800\" {1}", "x", ""}, "bad-date"},
      {{"a APPEND a (\\Recent) {1}", "x", ""}, "bad-flag"},
      {{"a APPEND a CATENATE"}, "missing-argument"},
      {{"a APPEND a CATENATE ()"}, "missing-argument"},
      {{"a APPEND a CATENATE (FILE x)"}, "unknown-item"},
      {{"a APPEND a CATENATE (TEXT \"x\")"}, "missing-literal"},
      {{"a APPEND a CATENATE (URL x"}, "unclosed-list"},
      {{"a REPLACE 1:2 a {1}", "x", ""}, "bad-sequence-set"},
      {{"a SETQUOTA \"\" (STORAGE x)"}, "bad-number"},
      {{"a STORE 1 FLAG ()"}, "unknown-item"},
      {{"a STORE 1 FLAGS (\\*)"}, "bad-flag"},
      {{"a STORE 1 FLAGS"}, "missing-argument"},
      {{"a STORE 1 FLAGS \\"}, "bad-flag"},
      {{"a STORE 1 FLAGS a]"}, "bad-atom"},
      {{"a STORE 1 FLAGS \xC3"}, "8bit-in-atom"},
      {{"a STORE 0 FLAGS ()"}, "bad-sequence-set"},
      {{"a STORE 1 (X) FLAGS ()"}, "unknown-parameter"},
      {{"a COPY {1}", "1", " b"}, "literal-as-atom"},
      {{"a COPY 1, b"}, "bad-sequence-set"},
      {{"a COPY 1:2:3 b"}, "bad-sequence-set"},
      {{"a COPY 1x b"}, "bad-sequence-set"},
      {{"a UID EXPUNGE"}, "missing-argument"},
      {{"a EXPUNGE 1"}, "unexpected-argument"},
      {{"a THREAD X UTF-8 ALL"}, "unknown-item"},
  };
  for (const auto& each : cases) {
    CAPTURE(each.first.front());
    const Spoken spoken(each.first);
    CHECK(spoken->fault == each.second);
    CHECK(spoken->arguments.index() == 0);
  }
}

TEST_CASE("a tag that cannot be used is none, and the verb is known all the same") {
  const Spoken spoken({"* NOOP"});
  CHECK(spoken->tag == "");
  CHECK(spoken->verb == Verb::noop);
}
