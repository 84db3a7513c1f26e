// SPDX-License-Identifier: MIT
#include "harness/mail/field_selection.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace postiche::mail {

namespace {

using Names = std::vector<std::string>;

const std::string header = "To: a,\r\n b\r\nSubject : x\r\nno field\r\nTo: c\r\nDate:\r\n\r\n";

}  // namespace

TEST_CASE("fields are selected with all their lines, and the empty line stays") {
  CHECK(select_fields(header, Names{"TO", "cc"}, Selection::these) ==
        "To: a,\r\n b\r\nTo: c\r\n\r\n");
  CHECK(select_fields(header, Names{"TO", "cc"}, Selection::all_others) ==
        "Subject : x\r\nDate:\r\n\r\n");
  CHECK(select_fields(header, Names{}, Selection::these) == "\r\n");
  CHECK(select_fields("A: 1\nB: 2\n\n", Names{"b"}, Selection::these) == "B: 2\n\n");
}

TEST_CASE("where there is no empty line none is added") {
  CHECK(select_fields("A: 1\r\nB: 2\r\n", Names{"b"}, Selection::these) == "B: 2\r\n");
  CHECK(select_fields("A: 1", Names{"b"}, Selection::these) == "");
  CHECK(select_fields("", Names{"b"}, Selection::these) == "");
  CHECK(select_fields("\r\n", Names{"b"}, Selection::these) == "\r\n");
}

}  // namespace postiche::mail
