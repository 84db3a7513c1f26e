// SPDX-License-Identifier: MIT
#include "harness/mail/field_reader.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace postiche::mail {

namespace {

std::vector<std::vector<std::string>> read_all(std::string_view header) {
  std::vector<std::vector<std::string>> out;
  FieldReader reader(header);
  while (const auto field = reader.next()) {
    out.push_back({std::string(field->name), unfold(field->value), std::string(field->whole)});
  }
  return out;
}

}  // namespace

TEST_CASE("fields come one by one, each with its lines as they are") {
  using Fields = std::vector<std::vector<std::string>>;
  CHECK(read_all("To: a,\r\n b\r\nSubject:\n\tx \r\n\r\nBody: no\r\n") ==
        Fields{{"To", "a, b", "To: a,\r\n b\r\n"}, {"Subject", "x", "Subject:\n\tx \r\n"}});
  CHECK(read_all("A : 1\r\nno field\r\n continued: 2\r\nB:3") ==
        Fields{{"A", "1", "A : 1\r\n"}, {"B", "3", "B:3"}});
  CHECK(read_all(" begins: folded\r\nC:\r\n\r\n") == Fields{{"C", "", "C:\r\n"}});
  CHECK(read_all("From a@b Mon Jan 1 10:00:00 2024\r\n: nameless\r\nD: \r\n \r\n 4\r\n") ==
        Fields{{"D", "4", "D: \r\n \r\n 4\r\n"}});
  CHECK(read_all("").empty());
  CHECK(read_all("\r\nA: 1\r\n").empty());
}

}  // namespace postiche::mail
