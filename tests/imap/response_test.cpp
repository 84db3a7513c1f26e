// SPDX-License-Identifier: MIT
#include "harness/imap/pen/response.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "harness/imap/pen/mailbox_response.h"
#include "tests/imap/strict_line.h"

using namespace postiche::imap;
using namespace std::string_literals;

namespace {

// What a writer appends, which has to be a legal line.
template <typename Writer, typename... Values>
std::string line(Writer writer, const Values&... values) {
  std::string out;
  writer(out, values...);
  CAPTURE(out);
  CHECK(testing::is_data(out));
  return out;
}

std::string string_of(std::string_view text, TextForm form = TextForm::ascii) {
  std::string out;
  append_string(out, text, form);
  return out;
}

std::string mailbox_of(std::string_view name, Encoding names) {
  std::string out;
  append_mailbox(out, name, names);
  return out;
}

using Words = std::vector<std::string>;
using Views = std::vector<std::string_view>;
using Numbers = std::vector<std::uint32_t>;
constexpr auto utf7 = Encoding::modified_utf7;

}  // namespace

TEST_CASE("strings are quoted where quotes can hold them") {
  CHECK(string_of("") == "\"\"");
  CHECK(string_of("a \"b\" \\") == "\"a \\\"b\\\" \\\\\"");
  CHECK(string_of("a\r\nb") == "{4}\r\na\r\nb");
  CHECK(string_of("a\0"s) == "{2}\r\na?");
  CHECK(string_of("\xC3\xA4") == "{2}\r\n\xC3\xA4");
  CHECK(string_of("\xC3\xA4", TextForm::utf8) == "\"\xC3\xA4\"");
  CHECK(string_of("\xC3", TextForm::utf8) == "{1}\r\n\xC3");
  CHECK(string_of(std::string(5000, 'x')).starts_with("{5000}\r\n"));
  std::string out;
  append_nstring(out, std::nullopt, TextForm::ascii);
  append_nstring(out, "x", TextForm::ascii);
  CHECK(out == "NIL\"x\"");
}

TEST_CASE("names of mailboxes are in the encoding that was agreed on") {
  CHECK(mailbox_of("INBOX", utf7) == "INBOX");
  CHECK(mailbox_of("", utf7) == "\"\"");
  CHECK(mailbox_of("nil", utf7) == "\"nil\"");
  CHECK(mailbox_of("a b", utf7) == "\"a b\"");
  CHECK(mailbox_of("a*", utf7) == "\"a*\"");
  CHECK(mailbox_of("\xC3\xA4&", utf7) == "&AOQ-&-");
  CHECK(mailbox_of("\xC3\xA4&", Encoding::utf8) == "\"\xC3\xA4&\"");
  CHECK(mailbox_of("a\xC3", utf7) == "a?");
}

TEST_CASE("lines about the server") {
  CHECK(line(append_enabled, Words{}) == "* ENABLED\r\n");
  CHECK(line(append_id, IdArguments{{{"name", "x"}, {"os", std::nullopt}}}, TextForm::ascii) ==
        "* ID (\"name\" \"x\" \"os\" NIL)\r\n");
  CHECK(line(append_id, IdArguments{}, TextForm::ascii) == "* ID NIL\r\n");
}

TEST_CASE("lines about the selected mailbox") {
  CHECK(line(append_flags_line, Views{"\\Seen", "a b", "$x", "\\*"}) ==
        "* FLAGS (\\Seen $x \\*)\r\n");
  CHECK(line(append_flags_line, Views{}) == "* FLAGS ()\r\n");
  CHECK(line(append_exists, 0U) == "* 0 EXISTS\r\n");
  CHECK(line(append_recent, 1U) == "* 1 RECENT\r\n");
  CHECK(line(append_expunge, 2U) == "* 2 EXPUNGE\r\n");
  CHECK(line(append_vanished, "1:2,5", Vanished::now) == "* VANISHED 1:2,5\r\n");
  CHECK(line(append_vanished, "1", Vanished::earlier) == "* VANISHED (EARLIER) 1\r\n");
  std::string nothing;
  append_vanished(nothing, "", Vanished::now);
  CHECK(nothing.empty());
}

TEST_CASE("answers to SEARCH and SORT") {
  CHECK(line(append_search, Numbers{}, std::nullopt) == "* SEARCH\r\n");
  CHECK(line(append_search, Numbers{2, 5}, std::optional<std::uint64_t>(9)) ==
        "* SEARCH 2 5 (MODSEQ 9)\r\n");
  CHECK(line(append_sort, Numbers{5, 2}, std::nullopt) == "* SORT 5 2\r\n");
  ExtendedSearch search;
  CHECK(line(append_esearch, search) == "* ESEARCH\r\n");
  search.tag = "a\"";
  search.numbering = Numbering::uid;
  search.min = 1;
  search.max = 5;
  search.all = {1, 2, 5};
  search.count = 3;
  search.mod_seq = 7;
  CHECK(line(append_esearch, search) ==
        "* ESEARCH (TAG \"a\\\"\") UID MIN 1 MAX 5 ALL 1:2,5 COUNT 3 MODSEQ 7\r\n");
}

TEST_CASE("lines about mailboxes by name") {
  ListedMailbox mailbox{{"\\HasChildren", "\\Sent"}, '/', "a b"};
  CHECK(line(append_list, mailbox, utf7) == "* LIST (\\HasChildren \\Sent) \"/\" \"a b\"\r\n");
  mailbox.has_subscribed_children = true;
  mailbox.old_name = "c";
  CHECK(line(append_list, mailbox, utf7) ==
        "* LIST (\\HasChildren \\Sent) \"/\" \"a b\" "
        "(\"CHILDINFO\" (\"SUBSCRIBED\") \"OLDNAME\" (c))\r\n");
  mailbox.separator = '\\';
  CHECK(line(append_lsub, mailbox, utf7) == "* LSUB (\\HasChildren \\Sent) \"\\\\\" \"a b\"\r\n");
  CHECK(line(append_list, ListedMailbox{{}, '\0', ""}, utf7) == "* LIST () NIL \"\"\r\n");
  CHECK(line(append_status, "x",
             std::vector<StatusValue>{{StatusItem::messages, 1},
                                      {StatusItem::append_limit, std::nullopt},
                                      {StatusItem::mailbox_id, 0, "F1"}},
             utf7) == "* STATUS x (MESSAGES 1 APPENDLIMIT NIL MAILBOXID (F1))\r\n");
  CHECK(line(append_namespace, Namespaces{{{"", '/'}}, {}, {{"#a/", '/'}, {"\xC3\xA4", '\0'}}},
             utf7) == "* NAMESPACE ((\"\" \"/\")) NIL ((\"#a/\" \"/\")(\"&AOQ-\" NIL))\r\n");
  CHECK(line(append_quota, "", std::vector<QuotaUse>{{"STORAGE", 1, 2}, {"MESSAGE", 3, 4}}, utf7) ==
        "* QUOTA \"\" (STORAGE 1 2 MESSAGE 3 4)\r\n");
  CHECK(line(append_quotaroot, "INBOX", Words{"", "r"}, utf7) == "* QUOTAROOT INBOX \"\" r\r\n");
  const NotedEntries noted{{"/private/a", "x y"}, {"/shared/b c", "1\r\n2"}, {"/private/d", ""}};
  CHECK(line(append_metadata, "\xC3\xA4", noted, utf7) ==
        "* METADATA &AOQ- (/private/a \"x y\" \"/shared/b c\" {4}\r\n1\r\n2 /private/d \"\")\r\n");
  CHECK(line(append_metadata_change, "", Words{"/private/a", "/shared/b c"}, utf7) ==
        "* METADATA \"\" /private/a \"/shared/b c\"\r\n");
}

TEST_CASE("a note that holds NUL is told as it is") {
  std::string out;
  append_metadata(out, "x", NotedEntries{{"/private/a", std::string_view("\0y", 2)}},
                  Encoding::modified_utf7);
  CHECK(out == std::string("* METADATA x (/private/a ~{2}\r\n") + '\0' + "y)\r\n");
}
