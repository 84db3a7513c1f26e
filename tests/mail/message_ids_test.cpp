// SPDX-License-Identifier: MIT
#include "harness/mail/message_ids.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace postiche::mail {

using Ids = std::vector<std::string>;

TEST_CASE("ids are read one by one, and lose what makes no difference") {
  CHECK(message_ids_of("<a@b>") == Ids{"a@b"});
  CHECK(message_ids_of(" <a@b>\t<c.d@[1.2.3.4]> (x) <e@f>") == Ids{"a@b", "c.d@[1.2.3.4]", "e@f"});
  CHECK(message_ids_of("<\"a\"@b><\"a b\"@c>") == Ids{"a@b", "a b@c"});
  CHECK(message_ids_of("< a . b (c) @ d >") == Ids{"a.b@d"});
  CHECK(message_ids_of("").empty());
}

TEST_CASE("what stands between ids is stepped over, and what is none is left out") {
  CHECK(message_ids_of("Your message of \"Fri <x@y>\" <a@b>, and <c@d>") == Ids{"a@b", "c@d"});
  CHECK(message_ids_of("<no-at> <> <a@b").empty());
  CHECK(message_ids_of("<a@b <c@d>") == Ids{"c@d"});
  CHECK(message_ids_of("a@b").empty());
  CHECK(message_ids_of(">a@b< <c@d>") == Ids{"c@d"});
}

TEST_CASE("a value of any length is read in linear time") {
  for (const char* text : {"<", "<a@b>", "\"", "(", "<\"", "a", "<[", " "}) {
    CAPTURE(text);
    std::string value;
    while (value.size() < 1'000'000) value += text;
    CHECK(message_ids_of(value).size() <= value.size());
  }
}

}  // namespace postiche::mail
