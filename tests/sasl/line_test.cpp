// SPDX-License-Identifier: MIT
#include "harness/sasl/line.h"

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

namespace postiche::sasl {

namespace {

using Kind = Response::Kind;

struct Case {
  std::string line;
  Kind kind;
  std::string octets;
  Deviations deviations;
};

void check(const Case& expected, Part part) {
  CAPTURE(expected.line);
  const auto heap = std::make_unique<char[]>(expected.line.size());
  expected.line.copy(heap.get(), expected.line.size());
  const Response response = decode_response({heap.get(), expected.line.size()}, part);
  CHECK(response.kind == expected.kind);
  CHECK(response.octets == expected.octets);
  CHECK(response.deviations == expected.deviations);
}

}  // namespace

TEST_CASE("a line that is as it should be has no deviations") {
  check({"Zm9v", Kind::octets, "foo", {}}, Part::response);
  check({"Zg==", Kind::octets, "f", {}}, Part::initial_response);
  check({"", Kind::octets, "", {}}, Part::response);
  check({"=", Kind::octets, "", {}}, Part::initial_response);
  check({"*", Kind::cancelled, "", {}}, Part::response);
}

TEST_CASE("what is odd but plain is read, under its name") {
  for (const Case& each : std::vector<Case>{
           {"Zg", Kind::octets, "f", {"missing-padding"}},
           {"Zm8", Kind::octets, "fo", {"missing-padding"}},
           {"Zh==", Kind::octets, "f", {"non-zero-padding-bits"}},
           {"Zm9=", Kind::octets, "fo", {"non-zero-padding-bits"}},
           {"-_-_", Kind::octets, "\xFB\xFF\xBF", {"url-safe-alphabet"}},
           {" Zm9v\t", Kind::octets, "foo", {"white-space-in-base64"}},
           {"Zm9v\rZg==", Kind::octets, "foof", {"folded-base64"}},
           {"* ", Kind::cancelled, "", {"white-space-in-base64"}},
           {"=", Kind::octets, "", {"equals-sign-for-empty"}},
           {" ", Kind::octets, "", {"white-space-in-base64"}},
       }) {
    check(each, Part::response);
  }
  check({"", Kind::octets, "", {"empty-initial-response"}}, Part::initial_response);
}

TEST_CASE("what is no base64 is malformed, under its name") {
  for (const Case& each : std::vector<Case>{
           {"Zm9v!", Kind::malformed, "", {"stray-character"}},
           {"user@example.com", Kind::malformed, "", {"stray-character"}},
           {std::string("Zm9v\0Zm9v", 9), Kind::malformed, "", {"stray-character"}},
           {"Zg==Zg==", Kind::malformed, "", {"misplaced-padding"}},
           {"Zg=", Kind::malformed, "", {"misplaced-padding"}},
           {"Zm9v=", Kind::malformed, "", {"misplaced-padding"}},
           {"====", Kind::malformed, "", {"misplaced-padding"}},
           {"==", Kind::malformed, "", {"misplaced-padding"}},
           {"Zm9vZ", Kind::malformed, "", {"cut-short"}},
           {"\xC3\xBC===", Kind::malformed, "", {"stray-character"}},
       }) {
    check(each, Part::response);
    check(each, Part::initial_response);
  }
  check({"*", Kind::malformed, "", {"stray-character"}}, Part::initial_response);
  check({"**", Kind::malformed, "", {"stray-character"}}, Part::response);
}

TEST_CASE("a line may be 12288 octets long and no longer") {
  const std::string longest(longest_line, 'A');
  CHECK(decode_response(longest, Part::response).octets == std::string(longest_line / 4 * 3, '\0'));
  CHECK(decode_response(longest + "A", Part::response).kind == Kind::over_long);
}

TEST_CASE("what is written reads back without a deviation") {
  for (const std::string octets : {"", "f", "fo", "foo", "=", "*", "\xFF\xFE\xFD"}) {
    for (const Part part : {Part::initial_response, Part::response}) {
      const Response response = decode_response(encode_response(octets, part), part);
      CHECK(response.kind == Kind::octets);
      CHECK(response.octets == octets);
      CHECK(response.deviations.empty());
    }
  }
  CHECK(encode_response("", Part::initial_response) == "=");
  CHECK(encode_response("", Part::response) == "");
  CHECK(encode_challenge("Username:") == "VXNlcm5hbWU6");
}

}  // namespace postiche::sasl
