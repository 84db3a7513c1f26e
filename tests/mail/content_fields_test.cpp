// SPDX-License-Identifier: MIT
#include "harness/mail/content_fields.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace postiche::mail {

namespace {

using Names = std::vector<std::string_view>;

struct Case {
  std::string value;
  std::string type;  // "type/subtype"
  Parameters parameters;
  Names deviations;
};

void check(const std::vector<Case>& cases) {
  for (const Case& each : cases) {
    CAPTURE(each.value);
    Findings findings;
    const auto content =
        parse_content_fields("Content-Type: " + each.value + "\r\n", DefaultType::text, findings);
    CHECK(content.type + "/" + content.subtype == each.type);
    CHECK(content.parameters == each.parameters);
    CHECK(findings.deviations == each.deviations);
  }
}

ContentFields parse(std::string_view header) {
  Findings findings;
  return parse_content_fields(header, DefaultType::text, findings);
}

const Parameters us_ascii = {{"charset", "us-ascii"}};

}  // namespace

TEST_CASE("types have parameters, whose values are quoted or not") {
  check({{"text/plain", "text/plain", {}, {}},
         {"TEXT/Html; Charset=UTF-8", "text/html", {{"Charset", "UTF-8"}}, {}},
         {"text/plain (hi) ; (there) a = b (c) ; d=\"e \\\"f;\\\" (g)\"",
          "text/plain",
          {{"a", "b"}, {"d", "e \"f;\" (g)"}},
          {}},
         {"a/b; name*0*=utf-8''%e2%82; name*1=\"%ac.txt\"",
          "a/b",
          {{"name*0*", "utf-8''%e2%82"}, {"name*1", "%ac.txt"}},
          {}},
         {"a/b; x=\"\"; y=a/b=c@d", "a/b", {{"x", ""}, {"y", "a/b=c@d"}}, {}},
         {"multipart/mixed;\r\n\tboundary=\"=_x\r\n y\"",
          "multipart/mixed",
          {{"boundary", "=_x y"}},
          {}}});
}

TEST_CASE("parameters are read as far as they can be meant") {
  check({{"text/plain;", "text/plain", {}, {}},
         {"text/plain;; a=b;", "text/plain", {{"a", "b"}}, {}},
         {"a/b; name=two words.pdf; c=d",
          "a/b",
          {{"name", "two words.pdf"}, {"c", "d"}},
          {"bad-parameter"}},
         {"a/b; x; c=d", "a/b", {{"c", "d"}}, {"bad-parameter"}},
         {"a/b; =x; c=d", "a/b", {{"c", "d"}}, {"bad-parameter"}},
         {"a/b charset=x; c=d", "a/b", {{"c", "d"}}, {"bad-parameter"}},
         {"a/b; c=\"d", "a/b", {{"c", "d"}}, {"bad-parameter"}},
         {"a/b; c=\"d\"e; f=g", "a/b", {{"c", "d"}, {"f", "g"}}, {"bad-parameter"}},
         {"a/b; n=\xFC.txt", "a/b", {{"n", "\xFC.txt"}}, {}}});
}

TEST_CASE("a type that is none is text in US-ASCII") {
  for (const char* value : {"", "text", "text/", "/plain", "text plain; a=b", ";", "(text/plain"}) {
    check({{value, "text/plain", us_ascii, {"bad-content-type"}}});
  }
}

TEST_CASE("no more than a hundred parameters are taken") {
  std::string value = "a/b";
  for (int i = 0; i < 101; ++i) value += "; a=b";
  Findings findings;
  CHECK(parse_content_fields("Content-Type: " + value, DefaultType::text, findings)
            .parameters.size() == 100);
  CHECK(findings.deviations == Names{"too-many-parameters"});
}

TEST_CASE("what a header does not say has its default") {
  const ContentFields text = parse("Subject: x\r\n");
  CHECK(text.type == "text");
  CHECK(text.parameters == us_ascii);
  CHECK(text.encoding == "7bit");
  CHECK(text.id.empty());
  CHECK_FALSE(text.disposition.has_value());
  Findings findings;
  const ContentFields message = parse_content_fields("", DefaultType::message, findings);
  CHECK(message.is("message/rfc822"));
  CHECK_FALSE(message.is("message/rfc82"));
  CHECK_FALSE(message.is("message:rfc822"));
}

TEST_CASE("the other fields are read, the first of each") {
  const ContentFields content = parse(
      "content-transfer-encoding: (x) Quoted-Printable (y)\r\n"
      "Content-ID: <1@x>\r\nContent-ID: <2@x>\r\n"
      "Content-Description: a\r\n picture\r\n"
      "Content-MD5: Q2hlY2sgSW50ZWdyaXR5IQ==\r\n"
      "Content-Disposition: ATTACHMENT; filename=\"a b.png\"; size=3\r\n"
      "Content-Language: de, (and) en-GB,\r\n"
      "Content-Location: http://example.com/\r\n"
      "Content-Unknown: x\r\n");
  CHECK(content.encoding == "quoted-printable");
  CHECK(content.id == "<1@x>");
  CHECK(content.description == "a picture");
  CHECK(content.md5 == "Q2hlY2sgSW50ZWdyaXR5IQ==");
  REQUIRE(content.disposition.has_value());
  CHECK(content.disposition->type == "attachment");
  CHECK(content.disposition->parameters == Parameters{{"filename", "a b.png"}, {"size", "3"}});
  CHECK(find_parameter(content.disposition->parameters, "FILENAME") == "a b.png");
  CHECK(find_parameter(content.disposition->parameters, "name") == "");
  CHECK(content.languages == std::vector<std::string>{"de", "en-GB"});
  CHECK(content.location == "http://example.com/");
}

TEST_CASE("fields that say nothing are as if they were not there") {
  const ContentFields content = parse(
      "Content-Transfer-Encoding:\r\nContent-Disposition: ;a=b\r\nContent-Language: "
      ",\r\nContent-ID:\r\n");
  CHECK(content.encoding == "7bit");
  CHECK_FALSE(content.disposition.has_value());
  CHECK(content.languages.empty());
  CHECK(content.id.empty());
}

}  // namespace postiche::mail
