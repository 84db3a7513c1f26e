// SPDX-License-Identifier: MIT
#include "harness/mail/search.h"

#include <doctest/doctest.h>

#include <string>

#include "harness/mail/case_folding.h"

namespace postiche::mail {

namespace {

const std::string text =
    "From: =?utf-8?q?J=C3=BCrgen?= <j@example.com>\r\nSubject: Monday\r\n plans\r\nX-Empty:\r\n"
    "Content-Type: multipart/mixed; boundary=b\r\n\r\npreamble\r\n"
    "--b\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: "
    "quoted-printable\r\n\r\nGr=FC=\r\n=DFe\r\n"
    "--b\r\nContent-Type: application/pdf; name=secret.pdf\r\n\r\nbinary\r\n"
    "--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: forwarded\r\n\r\ninside\r\n--b--\r\n";

OpenedMessage message() { return OpenedMessage(std::make_shared<const Rope>(text)); }

bool has_in_body(std::string_view needle) {
  OpenedMessage opened = message();
  return body_contains(opened, fold_case(needle));
}

bool has(std::string_view needle) {
  OpenedMessage opened = message();
  return message_contains(opened, fold_case(needle));
}

}  // namespace

TEST_CASE("fields are searched as they read, by their name") {
  const std::string header = message().header();
  CHECK(header_contains(header, "from", fold_case("J\xC3\x9CRGEN <J@")));
  CHECK(header_contains(header, "SUBJECT", "monday plans"));
  CHECK(header_contains(header, "x-empty", ""));
  CHECK_FALSE(header_contains(header, "x-missing", ""));
  CHECK_FALSE(header_contains(header, "from", "monday"));
  CHECK_FALSE(header_contains(header, "from", "=?utf-8"));
}

TEST_CASE("the body is what is to be read, and not the header") {
  CHECK(
      has_in_body("gr\xC3\x9C\xC3\x9F"
                  "E"));
  CHECK(has_in_body("INSIDE"));
  CHECK(has_in_body("forwarded"));
  CHECK(has_in_body(""));
  for (const char* needle : {"monday", "gr=fc", "binary", "secret", "preamble", "--b"}) {
    CAPTURE(needle);
    CHECK_FALSE(has_in_body(needle));
  }
}

TEST_CASE("the text is all of it, headers of parts too") {
  for (const char* needle :
       {"subject: monday", "j\xC3\xBCrgen", "secret.pdf", "inside", "forwarded"}) {
    CAPTURE(needle);
    CHECK(has(needle));
  }
  CHECK_FALSE(has("binary"));
  CHECK_FALSE(has("tuesday"));
}

}  // namespace postiche::mail
