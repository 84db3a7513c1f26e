// SPDX-License-Identifier: MIT
// The catalogue of requirements: whole, and read as it is written.

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>

#include "harness/judge/catalogue.h"

namespace postiche::judge {

TEST_CASE("the catalogue has each requirement once, with all that explain tells") {
  std::set<std::string> ids, shorthands;
  for (const Requirement& one : catalogue()) {
    CAPTURE(one.id);
    CHECK(ids.insert(one.id).second);
    CHECK(shorthands.insert(one.shorthand).second);
    CHECK(std::count(one.id.begin(), one.id.end(), '.') == 2);
    CHECK(!one.area.empty());
    CHECK(one.says.ends_with('.'));
    CHECK(!one.judged.empty());
    CHECK(!one.source().empty());
  }
  CHECK(ids.size() == 497);
}

TEST_CASE("a requirement is found by its id and by its shorthand") {
  const Requirement* const one = find_requirement("SMTP-LINE-01");
  REQUIRE(one != nullptr);
  CHECK(one->id == "smtp.line.crlf-only");
  CHECK(find_requirement("smtp.line.CRLF-only") == one);
  CHECK(find_requirement("smtp.line") == nullptr);
}

TEST_CASE("a stanza is read with its folded lines and its repeated fields") {
  const auto rows = read_catalogue(
      "# comment\n\nId: a.b.c\nShorthand: A-1\nArea: b\nLevel: security\n"
      "Source: RFC 5321 sec 1\nSource: RFC 5321 sec 2\nSays: It is\n  folded.\n"
      "Judged: by eye\n\n\nId: d.e.f\nSource: RFC 1\nSays: x\n"
      "Level: practice\nProvoked: by all means\n");
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].says == "It is folded.");
  CHECK(rows[0].source() == "RFC 5321 sec 1, RFC 5321 sec 2");
  CHECK(rows[0].force == Force::security);
  CHECK(rows[0].is_passive());
  CHECK(rows[0].subject() == "a");
  CHECK(!rows[1].is_passive());
}

TEST_CASE("what is no stanza is refused with its line") {
  const auto fault = [](std::string_view text) -> std::string {
    try {
      read_catalogue(text);
    } catch (const std::runtime_error& error) {
      return error.what();
    }
    return "";
  };
  CHECK(fault("Id a\n") == "catalogue, line 1: a field is 'Name: text'");
  CHECK(fault("Id: a\nColour: red\n\n") == "catalogue, line 3: no such field: Colour");
  CHECK(fault("Id: a\nLevel: perhaps\n\n") == "catalogue, line 3: no level: perhaps");
  CHECK(fault("  x\n") == "catalogue, line 1: nothing that this line could belong to");
  CHECK(fault("Id: a\n\n") == "catalogue, line 2: a stanza has no Id, no Says or no Source");
}

}  // namespace postiche::judge
