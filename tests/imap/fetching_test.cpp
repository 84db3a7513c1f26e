// SPDX-License-Identifier: MIT
#include "harness/imap/fetch/fetching.h"

#include <doctest/doctest.h>

#include <string_view>

#include "tests/imap/shelf.h"

using namespace postiche;
using namespace postiche::imap;
using namespace postiche::imap::testing;

namespace {

using Items = std::vector<FetchItem>;
using Kind = FetchItem::Kind;
using ModSeqs = FetchOptions::ModSeqs;
using Told = Fetcher::Told;
using mail::SectionText;
using store::Flags;

constexpr std::string_view letter =
    "Date: Mon, 7 Feb 1994 21:52:25 -0800\r\n"
    "Subject: \"Hi\" \\o/\r\n"
    "From: Fred Foobar <foobar@blurdybloop.example>\r\n"
    "To: friends: mooch@owatagu.example, joe;\r\n"
    "Message-ID: <B27397@blurdybloop.example>\r\n"
    "\r\n"
    "Hello\r\nyou\r\n";

constexpr std::string_view mixed =
    "Subject: parts\r\n"
    "Content-Type: multipart/mixed; boundary=b\r\n"
    "\r\n"
    "--b\r\n"
    "Content-Type: text/html; charset=utf-8\r\n"
    "Content-Transfer-Encoding: quoted-printable\r\n"
    "Content-Language: de, en\r\n"
    "\r\n"
    "=C3=A4<br>\r\n"
    "--b\r\n"
    "Content-Type: application/x-thing\r\n"
    "Content-Transfer-Encoding: BASE64\r\n"
    "Content-ID: <1@x>\r\n"
    "Content-Disposition: attachment; filename=\"a b\"\r\n"
    "\r\n"
    "AAEC\r\n"
    "--b\r\n"
    "Content-Type: message/rfc822\r\n"
    "\r\n"
    "Subject: inner\r\n"
    "X-A: 1\r\n"
    "\r\n"
    "text\r\n"
    "--b\r\n"
    "Content-Transfer-Encoding: x-odd\r\n"
    "\r\n"
    "?\r\n"
    "--b--\r\n";

std::string fetch(const Shelf& shelf, const Items& items, FetchOptions options = {}) {
  const store::View view = shelf.view();
  Fetcher fetcher(view, items, options);
  std::string out;
  REQUIRE(fetcher.tell(out, 1) == Told::told);
  return out;
}

// What one item of the only message is, behind its name.
std::string fetch_one(std::string_view message, const FetchItem& item) {
  const std::string out = fetch(Shelf().put(message), {item});
  REQUIRE(out.starts_with("* 1 FETCH ("));
  REQUIRE(out.ends_with(")\r\n"));
  return out.substr(11, out.size() - 14);
}

FetchItem section(std::vector<std::uint32_t> part, SectionText text = SectionText::content) {
  return {.kind = Kind::body_section, .part = std::move(part), .text = text, .peek = true};
}

FetchItem binary(Kind kind, std::vector<std::uint32_t> part) {
  return {.kind = kind, .part = std::move(part)};
}

std::string inner(const char* extensions_of_leaf, const char* of_html, const char* of_thing) {
  const std::string rest = extensions_of_leaf;
  return "((\"text\" \"html\" (\"charset\" \"utf-8\") NIL NIL \"quoted-printable\" 10 0" +
         std::string(of_html) + ")(\"application\" \"x-thing\" NIL \"<1@x>\" NIL \"base64\" 4" +
         of_thing +
         ")(\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 30 (NIL \"inner\" NIL NIL NIL NIL NIL NIL "
         "NIL NIL) (\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" 4 0" +
         rest + ") 3" + rest +
         ")(\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"x-odd\" 1 0" + rest +
         ") \"mixed\"";
}

}  // namespace

TEST_CASE("what is known without a look into the message") {
  Shelf shelf;
  const auto flags = shelf.mailbox->learn(std::vector<std::string>{"\\Flagged", "$Junk", "\\Seen"});
  shelf.mailbox->append(store::Body(Rope(std::string(letter))), flags, noon,
                        noon + Duration::seconds(86'399));
  const std::string size = std::to_string(letter.size());
  CHECK(fetch(shelf, {{Kind::flags},
                      {Kind::uid},
                      {Kind::internal_date},
                      {Kind::rfc822_size},
                      {Kind::mod_seq},
                      {Kind::save_date},
                      {Kind::flags}}) ==
        "* 1 FETCH (FLAGS (\\Flagged \\Seen $Junk) UID 1 INTERNALDATE \"31-Jan-2026 12:00:00 "
        "+0000\" RFC822.SIZE " +
            size + " MODSEQ (2) SAVEDATE \" 1-Feb-2026 11:59:59 +0000\")\r\n");
  CHECK(fetch(shelf, {{Kind::rfc822_size}}, {.with_uid = true, .mod_seqs = ModSeqs::always}) ==
        "* 1 FETCH (UID 1 RFC822.SIZE " + size + " MODSEQ (2))\r\n");
  CHECK(fetch(shelf, {{Kind::flags}, {Kind::uid}},
              {.with_uid = true, .mod_seqs = ModSeqs::with_changes}) ==
        "* 1 FETCH (UID 1 FLAGS (\\Flagged \\Seen $Junk))\r\n");
  CHECK(fetch(Shelf().put(letter), {{Kind::flags}}) == "* 1 FETCH (FLAGS ())\r\n");
}

TEST_CASE("an envelope has strings, lists and groups, and NIL for what is not there") {
  CHECK(fetch_one(letter, {Kind::envelope}) ==
        "ENVELOPE (\"Mon, 7 Feb 1994 21:52:25 -0800\" \"\\\"Hi\\\" \\\\o/\" "
        "((\"Fred Foobar\" NIL \"foobar\" \"blurdybloop.example\")) "
        "((\"Fred Foobar\" NIL \"foobar\" \"blurdybloop.example\")) "
        "((\"Fred Foobar\" NIL \"foobar\" \"blurdybloop.example\")) "
        "((NIL NIL \"friends\" NIL)(NIL NIL \"mooch\" \"owatagu.example\")"
        "(NIL NIL \"joe\" \"\")(NIL NIL NIL NIL)) NIL NIL NIL \"<B27397@blurdybloop.example>\")");
  CHECK(fetch_one("", {Kind::envelope}) == "ENVELOPE (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)");
  CHECK(fetch_one("Subject:\r\n", {Kind::envelope}) ==
        "ENVELOPE (NIL \"\" NIL NIL NIL NIL NIL NIL NIL NIL)");
}

TEST_CASE("text that is not ASCII is quoted for those who take it, and a literal for others") {
  const Shelf shelf = Shelf().put("Subject: \xC3\xA4\r\nDate: \xE4\r\n\r\n");
  const std::string date = "(ENVELOPE ({1}\r\n\xE4 ";
  const std::string rest = " NIL NIL NIL NIL NIL NIL NIL NIL))\r\n";
  CHECK(fetch(shelf, {{Kind::envelope}}) == "* 1 FETCH " + date + "{2}\r\n\xC3\xA4" + rest);
  CHECK(fetch(shelf, {{Kind::envelope}}, {.encoding = Encoding::utf8}) ==
        "* 1 FETCH " + date + "\"\xC3\xA4\"" + rest);
}

TEST_CASE("a structure says what parts there are, and with extensions what else is known") {
  CHECK(fetch_one(letter, {Kind::body}) ==
        "BODY (\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" 12 2)");
  CHECK(fetch_one(letter, {Kind::body_structure}) ==
        "BODYSTRUCTURE (\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" 12 2 NIL "
        "NIL NIL NIL)");
  CHECK(fetch_one(mixed, {Kind::body}) == "BODY " + inner("", "", "") + ")");
  CHECK(fetch_one(mixed, {Kind::body_structure}) ==
        "BODYSTRUCTURE " +
            inner(" NIL NIL NIL NIL", " NIL NIL (\"de\" \"en\") NIL",
                  " NIL (\"attachment\" (\"filename\" \"a b\")) NIL NIL") +
            " (\"boundary\" \"b\") NIL NIL NIL)");
}

TEST_CASE("broken mail has a structure too") {
  CHECK(fetch_one("", {Kind::body}) ==
        "BODY (\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" 0 0)");
  CHECK(fetch_one("Content-Type: multipart/mixed\r\n\r\nx", {Kind::body}) ==
        "BODY ((\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" 0 0) \"mixed\")");
  CHECK(fetch_one("Content-Type: x/\"\r\n\r\n", {Kind::body}) ==
        "BODY (\"x\" \"\\\"\" NIL NIL NIL \"7bit\" 0)");
}

TEST_CASE("sections are literals under the name that was asked for") {
  CHECK(fetch_one(letter, section({})) ==
        "BODY[] {" + std::to_string(letter.size()) + "}\r\n" + std::string(letter));
  CHECK(fetch_one(letter, section({}, SectionText::text)) == "BODY[TEXT] {12}\r\nHello\r\nyou\r\n");
  CHECK(fetch_one(letter, section({1})) == "BODY[1] {12}\r\nHello\r\nyou\r\n");
  CHECK(fetch_one(letter, section({2})) == "BODY[2] NIL");
  CHECK(fetch_one(mixed, section({3}, SectionText::header)) ==
        "BODY[3.HEADER] {26}\r\nSubject: inner\r\nX-A: 1\r\n\r\n");
  CHECK(fetch_one(mixed, section({3}, SectionText::mime)) ==
        "BODY[3.MIME] {32}\r\nContent-Type: message/rfc822\r\n\r\n");
  CHECK(fetch_one(mixed, section({3, 1})) == "BODY[3.1] {4}\r\ntext");
  CHECK(fetch_one("no header", section({}, SectionText::text)) == "BODY[TEXT] \"\"");
  CHECK(fetch_one(letter, {Kind::rfc822_text}) == "RFC822.TEXT {12}\r\nHello\r\nyou\r\n");
  CHECK(fetch_one("A: 1\r\n\r\nx", {Kind::rfc822_header}) == "RFC822.HEADER {8}\r\nA: 1\r\n\r\n");
  CHECK(fetch_one("A: 1\r\n\r\nx", {Kind::rfc822}) == "RFC822 {9}\r\nA: 1\r\n\r\nx");
}

TEST_CASE("fields are told by name, or all but those") {
  FetchItem these = section({}, SectionText::header);
  these.fields = FetchItem::Fields::these;
  these.names = {"SUBJECT", "x y", "message-id"};
  CHECK(fetch_one(letter, these) ==
        "BODY[HEADER.FIELDS (SUBJECT \"x y\" message-id)] {63}\r\nSubject: \"Hi\" \\o/\r\n"
        "Message-ID: <B27397@blurdybloop.example>\r\n\r\n");
  FetchItem others = section({3}, SectionText::header);
  others.fields = FetchItem::Fields::all_but_these;
  others.names = {"x-a"};
  CHECK(fetch_one(mixed, others) ==
        "BODY[3.HEADER.FIELDS.NOT (x-a)] {18}\r\nSubject: inner\r\n\r\n");
  others.part = {1};
  CHECK(fetch_one(mixed, others) == "BODY[1.HEADER.FIELDS.NOT (x-a)] NIL");
}

TEST_CASE("a partial section names its origin and ends where the section does") {
  struct Case {
    FetchItem::Partial partial;
    const char* answer;
  };
  for (const Case& each :
       {Case{{0, 5}, "BODY[TEXT]<0> {5}\r\nHello"}, Case{{7, 100}, "BODY[TEXT]<7> {5}\r\nyou\r\n"},
        Case{{12, 1}, "BODY[TEXT]<12> \"\""},
        Case{{~0ull, ~0ull}, "BODY[TEXT]<18446744073709551615> \"\""},
        Case{{1, ~0ull}, "BODY[TEXT]<1> {11}\r\nello\r\nyou\r\n"}}) {
    FetchItem item = section({}, SectionText::text);
    item.partial = each.partial;
    CHECK(fetch_one(letter, item) == each.answer);
  }
}

TEST_CASE("BINARY undoes encodings, and is a literal8 where there is a NUL") {
  const std::string nul(1, '\0');
  CHECK(fetch_one(mixed, binary(Kind::binary_section, {1})) == "BINARY[1] {6}\r\n\xC3\xA4<br>");
  CHECK(fetch_one(mixed, binary(Kind::binary_section, {2})) ==
        "BINARY[2] ~{3}\r\n" + nul + "\x01\x02");
  CHECK(fetch_one(mixed, binary(Kind::binary_size, {2})) == "BINARY.SIZE[2] 3");
  CHECK(fetch_one(mixed, binary(Kind::binary_size, {5})) == "BINARY.SIZE[5] 0");
  CHECK(fetch_one(mixed, binary(Kind::binary_section, {5})) == "BINARY[5] NIL");
  CHECK(fetch_one(letter, binary(Kind::binary_size, {})) ==
        "BINARY.SIZE[] " + std::to_string(letter.size()));
  FetchItem partial = binary(Kind::binary_section, {2});
  partial.partial = {1, 9};
  CHECK(fetch_one(mixed, partial) == "BINARY[2]<1> {2}\r\n\x01\x02");
}

TEST_CASE("an encoding that nobody knows is a fault of BINARY alone, and nothing is told") {
  const Shelf shelf = Shelf().put(mixed);
  const store::View view = shelf.view();
  std::string out = "before";
  Fetcher fetcher(view, {{Kind::uid}, binary(Kind::binary_section, {4})}, {});
  CHECK(fetcher.tell(out, 1) == Told::unknown_encoding);
  CHECK(out == "before");
  CHECK(fetch_one(mixed, section({4})) == "BODY[4] {1}\r\n?");
}

TEST_CASE("a NUL in a body is changed, and the count stays") {
  const std::string message("A\0B", 3);
  CHECK(fetch_one(message, section({})) ==
        "BODY[] {3}\r\nA\x80"
        "B");
}

TEST_CASE("what marks a message as seen says so, unless it was seen or nothing may be written") {
  Shelf shelf;
  shelf.put("a: b\r\n\r\nx", {Flags::draft}).put("a: b\r\n\r\nx", {Flags::seen});
  const store::View view = shelf.view();
  FetchItem text = section({}, SectionText::text);
  CHECK_FALSE(Fetcher(view, {text}, {}).sets_seen());
  text.peek = false;
  for (const FetchItem& item : {text, FetchItem{Kind::rfc822}, FetchItem{Kind::rfc822_text},
                                binary(Kind::binary_section, {})}) {
    CHECK(Fetcher(view, {item}, {}).sets_seen());
  }
  for (const Kind kind : {Kind::rfc822_header, Kind::envelope, Kind::flags, Kind::binary_size}) {
    CHECK_FALSE(Fetcher(view, {{kind}}, {}).sets_seen());
  }
  const auto tell = [&](const Items& items, ModSeqs mod_seqs, std::size_t number,
                        std::optional<store::ModSeq> seen_at) {
    std::string out;
    CHECK(Fetcher(view, items, {.mod_seqs = mod_seqs}).tell(out, number, seen_at) == Told::told);
    return out;
  };
  const std::string body = "BODY[TEXT] {1}\r\nx";
  CHECK(tell({text}, ModSeqs::as_asked, 1, 9) ==
        "* 1 FETCH (" + body + " FLAGS (\\Seen \\Draft))\r\n");
  CHECK(tell({text}, ModSeqs::with_changes, 1, 9) ==
        "* 1 FETCH (" + body + " FLAGS (\\Seen \\Draft) MODSEQ (9))\r\n");
  CHECK(tell({{Kind::flags}, text}, ModSeqs::always, 1, 9) ==
        "* 1 FETCH (FLAGS (\\Seen \\Draft) " + body + " MODSEQ (9))\r\n");
  CHECK(tell({text}, ModSeqs::with_changes, 1, std::nullopt) == "* 1 FETCH (" + body + ")\r\n");
  CHECK(tell({text}, ModSeqs::with_changes, 2, 9) == "* 2 FETCH (" + body + ")\r\n");
  CHECK(view.find(1)->flags == Flags{Flags::draft});
}

TEST_CASE("an expunged message is not told") {
  Shelf shelf;
  shelf.put("x").put("y");
  const store::View view = shelf.view();
  shelf.expunge({1});
  Fetcher fetcher(view, {{Kind::uid}}, {});
  std::string out;
  CHECK(fetcher.tell(out, 1) == Told::expunged);
  CHECK(fetcher.tell(out, 3) == Told::expunged);
  CHECK(out.empty());
  CHECK(fetcher.tell(out, 2) == Told::told);
}

TEST_CASE("previews are strings, and ids are the same for the same message") {
  CHECK(fetch_one(letter, {Kind::preview}) == "PREVIEW \"Hello you\"");
  CHECK(fetch_one("", {Kind::preview}) == "PREVIEW \"\"");
  const std::string id = fetch_one(letter, {Kind::email_id});
  CHECK(id.size() == std::string_view("EMAILID (M)").size() + 32);
  CHECK(id.starts_with("EMAILID (M"));
  CHECK(fetch_one(letter, {Kind::email_id}) == id);
  CHECK(fetch_one(mixed, {Kind::email_id}) != id);
  CHECK(fetch(Shelf().put(letter, {}, {1}), {{Kind::email_id}}).find(id) == std::string::npos);
  const std::string thread = fetch_one(letter, {Kind::thread_id});
  CHECK(thread.starts_with("THREADID (T"));
  CHECK(fetch_one("In-Reply-To: <B27397@blurdybloop.example>\r\n\r\n", {Kind::thread_id}) ==
        thread);
  CHECK(fetch_one(mixed, {Kind::thread_id}) != thread);
}
