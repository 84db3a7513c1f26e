// SPDX-License-Identifier: MIT
#include "harness/store/maildir.h"

#include <doctest/doctest.h>

namespace postiche::store {

TEST_CASE("the letters behind :2, are flags") {
  const auto flags = [](std::string_view name) { return parse_maildir_name(name).flags; };
  CHECK(flags("1.a.b:2,RS") == Flags{Flags::answered, Flags::seen});
  CHECK(flags("1.a.b:2,DFT") == Flags{Flags::draft, Flags::flagged, Flags::deleted});
  CHECK(flags("1.a.b,S=12,W=13:2,Sab") == Flags{Flags::seen});
  CHECK(flags("1.a.b;2,S") == Flags{Flags::seen});
  CHECK(flags("1.a.b:2,").empty());
  CHECK(flags("1.a.b:1,S").empty());
  CHECK(flags("1.a.RS").empty());
  CHECK(flags("").empty());
  CHECK(parse_maildir_name("1.a.b:2,PS").is_forwarded);
  CHECK_FALSE(parse_maildir_name("1.aP.b:2,S").is_forwarded);
}

TEST_CASE("the first number is when it was delivered") {
  const auto time = [](std::string_view name) {
    const auto at = parse_maildir_name(name).delivered_at;
    return at ? to_text(*at) : "nothing";
  };
  CHECK(time("1204680122.12345.host") == "2008-03-05T01:22:02.000Z");
  CHECK(time("1204680122.M27000P4269V1.host,S=3:2,S") == "2008-03-05T01:22:02.027Z");
  CHECK(time("1204680122.M99999999P1.host") == "2008-03-05T01:22:02.999Z");
  CHECK(time("1204680122.M") == "2008-03-05T01:22:02.000Z");
  CHECK(time("1204680122") == "2008-03-05T01:22:02.000Z");
  CHECK(time("message.eml") == "nothing");
  CHECK(time("99999999999.a.b") == "nothing");
  CHECK(time(":2,S") == "nothing");
}

TEST_CASE("folders are mailboxes, with their levels") {
  CHECK(mailbox_of_maildir_folder(".Sent") == "Sent");
  CHECK(mailbox_of_maildir_folder(".Sent.2024.May") == "Sent/2024/May");
  CHECK(mailbox_of_maildir_folder(".inbox.a") == "INBOX/a");
  CHECK(mailbox_of_maildir_folder(".Entw&APw-rfe") == "Entw&APw-rfe");
  for (const char* directory : {"", ".", "..", "cur", "Sent", ".a..b", ".a.", "..a", ".a/b"}) {
    CAPTURE(directory);
    CHECK_FALSE(mailbox_of_maildir_folder(directory).has_value());
  }
}

}  // namespace postiche::store
