// SPDX-License-Identifier: MIT
#include "harness/store/generated.h"

#include <doctest/doctest.h>

#include <set>
#include <string>

using namespace postiche;
using namespace postiche::store;

TEST_CASE("generated messages are well formed, each its own, and of the size that was asked for") {
  for (const std::uint64_t octets :
       {0u, 300u, 301u, 302u, 303u, 375u, 376u, 377u, 2000u, 50'000u}) {
    CAPTURE(octets);
    Mailbox mailbox(1);
    const VirtualTime first = *parse_virtual_time("2026-01-31T00:00:00Z");
    generate(
        mailbox,
        {.count = 120, .octets = octets, .first_date = first, .interval = Duration::minutes(1440)});
    REQUIRE(mailbox.messages().size() == 120);
    std::set<std::string> all;
    for (const Message& message : mailbox.messages()) {
      const std::string text = message.body.read()->flatten();
      CHECK(text.size() == message.body.size());
      CHECK((octets < 300 || text.size() == octets));
      CHECK(text.starts_with("Date: "));
      CHECK(text.find("\r\n\r\n") != std::string::npos);
      CHECK(text.ends_with("\r\n"));
      CHECK(text.find('\n') == text.find("\r\n") + 1);
      all.insert(text);
    }
    CHECK(all.size() == 120);
    CHECK(mailbox.find(2)->internal_date == first + Duration::minutes(1440));
  }
}

TEST_CASE("a generated message tells its number and its date") {
  Mailbox mailbox(1);
  generate(mailbox, {.count = 3, .octets = 400, .flags = {Flags::seen}});
  const std::string text = mailbox.find(3)->body.read()->flatten();
  CHECK(text.find("Subject: Message 3\r\n") != std::string::npos);
  CHECK(text.find("Date: Thu, 1 Jan 1970 00:02:00 +0000\r\n") != std::string::npos);
  CHECK(mailbox.find(3)->flags == Flags{Flags::seen});
}

TEST_CASE("no messages are none") {
  Mailbox mailbox(1);
  generate(mailbox, {.count = 0});
  CHECK(mailbox.messages().empty());
}
