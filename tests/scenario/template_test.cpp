// SPDX-License-Identifier: MIT
#include "harness/scenario/template.h"

#include <doctest/doctest.h>

namespace postiche::scenario {
namespace {

std::optional<std::string> values(std::string_view name) {
  if (name == "who") return "{you}";
  if (name == "client.ip") return "127.0.0.1";
  return std::nullopt;
}

TEST_CASE("names are replaced once, double braces are braces") {
  struct Case {
    const char* text;
    const char* expanded;
  };
  const Case cases[] = {
      {"", ""},
      {"plain", "plain"},
      {"hello {who}!", "hello {you}!"},
      {"{client.ip}{client.ip}", "127.0.0.1127.0.0.1"},
      {"{{who}}", "{who}"},
      {"{{{who}}}", "{{you}}"},
      {"{nobody}", ""},
      {"}}{{", "}{"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    const auto parsed = Template::parse(c.text);
    REQUIRE(parsed);
    CHECK(parsed->expand(values) == c.expanded);
  }
}

TEST_CASE("a brace without its other half is an error") {
  for (const char* text : {"{", "}", "{a", "a}", "{}", "{a b}", "{{{", "{a{b}}"}) {
    CAPTURE(text);
    CHECK_FALSE(Template::parse(text));
  }
}

TEST_CASE("binding replaces what is known and keeps the rest") {
  const Template bound = Template::parse("{who} {left}{who}")->bind(values);
  REQUIRE(bound.names().size() == 1);
  CHECK(bound.names()[0] == "left");
  CHECK(bound.leading_text() == "{you} ");
  CHECK(bound.expand([](std::string_view) { return "5m"; }) == "{you} 5m{you}");
  CHECK(Template::parse("{who}!")->bind(values).is_literal());
}

TEST_CASE("a literal expands to itself") {
  CHECK(Template::literal("{who}").expand(values) == "{who}");
  CHECK(Template::literal("").is_literal());
}

}  // namespace
}  // namespace postiche::scenario
