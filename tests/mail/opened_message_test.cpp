// SPDX-License-Identifier: MIT
#include "harness/mail/opened_message.h"

#include <doctest/doctest.h>

#include <vector>

#include "tests/mail/cut_rope.h"

namespace postiche::mail {

TEST_CASE("a message is read when somebody wants to know, and its sections are shared") {
  const std::string text =
      "Subject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\none\r\n--b--\r\n";
  for (std::size_t size = 1; size <= text.size(); ++size) {
    OpenedMessage message(std::make_shared<const Rope>(testing::cut_rope(text, size)));
    CHECK(message.header() == text.substr(0, text.find("--b")));
    CHECK(message.envelope().subject == "x");
    CHECK(message.outline().parts.size() == 2);
    const auto part = message.section(std::vector<std::uint32_t>{1}, SectionText::content);
    REQUIRE(part.has_value());
    CHECK(part->flatten() == "one");
    CHECK_FALSE(message.section(std::vector<std::uint32_t>{2}, SectionText::content).has_value());
  }
  OpenedMessage whole(std::make_shared<const Rope>(text));
  CHECK(whole.section({}, SectionText::content)->flatten() == text);
  CHECK(whole.section({}, SectionText::header)->flatten() == whole.header());
  CHECK(whole.section({}, SectionText::text)->flatten() == "--b\r\n\r\none\r\n--b--\r\n");
  CHECK_FALSE(whole.section({}, SectionText::mime).has_value());
  OpenedMessage bare(std::make_shared<const Rope>("Subject: x"));
  CHECK(bare.header() == "Subject: x");
  OpenedMessage empty(std::make_shared<const Rope>());
  CHECK(empty.header() == "");
  CHECK(empty.outline().parts.size() == 1);
}

}  // namespace postiche::mail
