// SPDX-License-Identifier: MIT
#include "harness/mail/address.h"

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

#include "harness/mail/domain.h"

using namespace postiche;
using mail::Direction;

namespace {

using Names = std::vector<std::string_view>;

struct Case {
  std::string text;
  std::string address;
  Names deviations;
  std::string fault;
};

void check(const Case& expected, Direction direction) {
  CAPTURE(expected.text);
  const auto heap = std::make_unique<char[]>(expected.text.size());
  expected.text.copy(heap.get(), expected.text.size());
  mail::Findings findings;
  const auto parsed = mail::parse_path({heap.get(), expected.text.size()}, direction, findings);
  CHECK((parsed.path ? parsed.path->address() : "nothing") == expected.address);
  CHECK(findings.deviations == expected.deviations);
  CHECK(findings.fault == expected.fault);
}

std::string of(std::size_t length) { return std::string(length, 'x'); }

// Labels of 49 and a dot, then what is left.
std::string domain_of(std::size_t length) {
  std::string out;
  while (length - out.size() > 50) out += of(49) + ".";
  return out + of(length - out.size());
}

}  // namespace

TEST_CASE("a clean path has no deviations and reads back as its address") {
  for (const Case& each :
       std::vector<Case>{{"<bob@example.com>", "bob@example.com", {}, ""},
                         {"<Bob.Smith+tag@Example.COM>", "Bob.Smith+tag@Example.COM", {}, ""},
                         {"<!#$%&'*+-/=?^_`{|}~@x>", "!#$%&'*+-/=?^_`{|}~@x", {}, ""},
                         {"<\"two words\"@x>", "\"two words\"@x", {}, ""},
                         {"<\"a\\\"b\\\\c\"@x>", "\"a\\\"b\\\\c\"@x", {}, ""},
                         {"<\"a@b>c\"@x>", "\"a@b>c\"@x", {}, ""},
                         {"<\"\"@x>", "\"\"@x", {}, ""},
                         {"<a@[192.0.2.1]>", "a@[192.0.2.1]", {}, ""},
                         {"<a@[IPv6:2001:db8::1]>", "a@[IPv6:2001:db8::1]", {}, ""},
                         {"<a@[X-tag:anything]>", "a@[X-tag:anything]", {}, ""},
                         {"<\xC3\xBC@\xC3\xBC.example>", "\xC3\xBC@\xC3\xBC.example", {}, ""}}) {
    check(each, Direction::forward);
    check(each, Direction::reverse);
  }
}

TEST_CASE("what is odd but plain is let through under its name") {
  for (const Case& each :
       std::vector<Case>{{"bob@example.com", "bob@example.com", {"missing-angle-brackets"}, ""},
                         {"< bob@example.com >", "bob@example.com", {"white-space-in-path"}, ""},
                         {"<@a.example,@b.example:bob@c>", "bob@c", {"source-route"}, ""},
                         {"<\"bob\"@x>", "bob@x", {"needless-quoting"}, ""},
                         {"<\"b\\ob\"@x>", "bob@x", {"needless-quoting"}, ""},
                         {"<a..b@x>", "a..b@x", {"misplaced-dot"}, ""},
                         {"<a.@x>", "a.@x", {"misplaced-dot"}, ""},
                         {"<a@my_host>", "a@my_host", {"underscore-in-domain"}, ""},
                         {"<a@x.example.>", "a@x.example.", {"trailing-dot-in-domain"}, ""},
                         {"<a@-x-.example>", "a@-x-.example", {"hyphen-at-label-edge"}, ""},
                         {"<a@192.0.2.1>", "a@192.0.2.1", {"bare-ip-address"}, ""}}) {
    check(each, Direction::forward);
  }
}

TEST_CASE("what has no plain meaning is refused under its name") {
  for (const Case& each : std::vector<Case>{
           {"", "nothing", {"missing-path"}, "missing-path"},
           {"<bob@x", "bob@x", {"missing-closing-bracket"}, "missing-closing-bracket"},
           {"<\"bob@x>",
            "\"bob@x>",
            {"unterminated-quote", "missing-domain"},
            "unterminated-quote"},
           {"<>", "", {"null-recipient"}, "null-recipient"},
           {"<bob>", "bob", {"missing-domain"}, "missing-domain"},
           {"<bob@>", "bob", {"missing-domain"}, "missing-domain"},
           {"<@a,b:c@d>", "c@d", {"source-route", "bad-source-route"}, "bad-source-route"},
           {"<b ob@x>", "b ob@x", {"bad-character-in-local-part"}, "bad-character-in-local-part"},
           {"<<bob@x>>", "<bob@x", {"bad-character-in-local-part"}, "bad-character-in-local-part"},
           {"<\"a\\\x02\"@x>",
            "\"a\x02\"@x",
            {"bad-character-in-local-part"},
            "bad-character-in-local-part"},
           {"<a@b@c>", "a@b@c", {"bad-character-in-domain"}, "bad-character-in-domain"},
           {"<a@x..y>", "a@x..y", {"empty-label"}, "empty-label"},
           {"<a@[1.2.3]>", "a@[1.2.3]", {"bad-address-literal"}, "bad-address-literal"},
           {"<a@[2001:db8::1]>", "a@[2001:db8::1]", {"bad-address-literal"}, "bad-address-literal"},
           {"<\xFC@x>", "\xFC@x", {"invalid-utf8"}, "invalid-utf8"}}) {
    check(each, Direction::forward);
  }
}

TEST_CASE("the null path is a sender, and postmaster without a domain a recipient only") {
  check({"<>", "", {}, ""}, Direction::reverse);
  check({"<PostMaster>", "PostMaster", {}, ""}, Direction::forward);
  check({"<postmaster>", "postmaster", {"missing-domain"}, "missing-domain"}, Direction::reverse);
}

TEST_CASE("paths are taken up to the limits of RFC 5321 and not beyond") {
  check({"<" + of(64) + "@x>", of(64) + "@x", {}, ""}, Direction::forward);
  check({"<" + of(65) + "@x>", of(65) + "@x", {"local-part-too-long"}, "local-part-too-long"},
        Direction::forward);
  check({"<a@" + of(64) + ">", "a@" + of(64), {"label-too-long"}, "label-too-long"},
        Direction::forward);
  check({"<a@" + domain_of(252) + ">", "a@" + domain_of(252), {}, ""}, Direction::forward);
  check({"<a@" + domain_of(253) + ">", "a@" + domain_of(253), {"path-too-long"}, "path-too-long"},
        Direction::forward);
  check({"<a@" + domain_of(256) + ">",
         "a@" + domain_of(256),
         {"path-too-long", "domain-too-long"},
         "path-too-long"},
        Direction::forward);
}

TEST_CASE("what stands behind the path is left where it is") {
  mail::Findings findings;
  CHECK(mail::parse_path("<\"a b\"@x> SIZE=1", Direction::reverse, findings).rest == " SIZE=1");
  CHECK(mail::parse_path("a@x SIZE=1", Direction::reverse, findings).rest == " SIZE=1");
  CHECK(mail::parse_path("<a@x>SIZE=1", Direction::reverse, findings).rest == "SIZE=1");
}

TEST_CASE("IPv6 addresses are those of RFC 5321") {
  for (const char* good : {"::", "::1", "2001:db8::1", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:192.0.2.1",
                           "::ffff:192.0.2.1", "fe80::1:2", "1::"}) {
    CAPTURE(good);
    CHECK(mail::is_ipv6_address(good));
  }
  for (const char* bad :
       {"", ":", ":::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3",
        "12345::", "g::", "1:2:3:4:5:6:7::", "192.0.2.1", "::192.0.2.256", "192.0.2.1::"}) {
    CAPTURE(bad);
    CHECK_FALSE(mail::is_ipv6_address(bad));
  }
}
