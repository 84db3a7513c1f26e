// SPDX-License-Identifier: MIT
#include "harness/imap/grammar/message_url.h"

#include <doctest/doctest.h>

#include <limits>
#include <string_view>

using namespace postiche::imap;

namespace {

MessageUrl url_of(std::string_view text) {
  CAPTURE(text);
  const auto url = parse_message_url(text);
  REQUIRE(url);
  return *url;
}

}  // namespace

TEST_CASE("a URL names mailbox, UIDVALIDITY, UID, section and part of it") {
  const MessageUrl url =
      url_of("/Drafts/a%20b;UIDVALIDITY=385759045/;UID=20/;section=1.2.MIME/;partial=3.4");
  CHECK(url.mailbox == "Drafts/a b");
  CHECK(url.uid_validity == 385759045U);
  CHECK(url.uid == 20);
  CHECK(url.item.part == std::vector<std::uint32_t>{1, 2});
  CHECK(url.item.text == postiche::mail::SectionText::mime);
  CHECK(url.item.partial == FetchItem::Partial{3, 4});
}

TEST_CASE("what a URL does not say is the open mailbox, any UIDVALIDITY, the whole message") {
  for (const std::string_view text : {"/;UID=7", ";uid=7"}) {
    const MessageUrl url = url_of(text);
    CHECK(url.mailbox.empty());
    CHECK_FALSE(url.uid_validity);
    CHECK(url.uid == 7);
    CHECK(url.item.kind == FetchItem::Kind::body_section);
    CHECK(url.item.part.empty());
    CHECK_FALSE(url.item.partial);
  }
  CHECK(url_of("/x/;UID=7/;PARTIAL=9").item.partial ==
        FetchItem::Partial{9, std::numeric_limits<std::uint64_t>::max()});
  CHECK(url_of("/%C3%A4/;UID=1/;SECTION=HEADER.FIELDS%20(From%20To)").item.names ==
        std::vector<std::string>{"From", "To"});
}

TEST_CASE("what is no URL of a message of this server is none") {
  for (const std::string_view text : {"",
                                      "/",
                                      "/INBOX",
                                      "imap://ann@mx.example.com/INBOX/;UID=1",
                                      "//mx.example.com/INBOX/;UID=1",
                                      "INBOX/;UID=1",
                                      "/INBOX/;UID=",
                                      "/INBOX/;UID=0",
                                      "/INBOX/;UID=x",
                                      "/INBOX/;UID=4294967296",
                                      "/INBOX;UIDVALIDITY=/;UID=1",
                                      "/INBOX;UIDVALIDITY=0/;UID=1",
                                      "/%C3/;UID=1",
                                      "/%0/;UID=1",
                                      "/%00x/;UID=1",
                                      "/a%/;UID=1",
                                      "/x/;UID=1/;SECTION=0",
                                      "/x/;UID=1/;SECTION=1.WORD",
                                      "/x/;UID=1/;SECTION=1]<0.1>",
                                      "/x/;UID=1/;SECTION=%7B3%7D",
                                      "/x/;UID=1/;PARTIAL=1.0",
                                      "/x/;UID=1/;PARTIAL=",
                                      "/x/;UID=1;SECTION=1",
                                      "/x/;UID=1/x"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_message_url(text));
  }
}
