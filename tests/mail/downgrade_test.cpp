// SPDX-License-Identifier: MIT
#include "harness/mail/downgrade.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "harness/base/ascii.h"
#include "harness/mail/encoded_word.h"
#include "harness/mail/field_reader.h"

namespace postiche::mail {

namespace {

struct Case {
  std::string field;
  std::string downgraded;  // "" where it is left out
};

// Encoded words are shown as they read, so that the tables can be read too.
std::string read(std::string_view header) {
  std::string out;
  FieldReader reader(header);
  while (const auto field = reader.next()) {
    out += std::string(field->name) + ": " + decode_encoded_words(unfold(field->value));
  }
  return out;
}

void check(const std::vector<Case>& cases) {
  for (const Case& each : cases) {
    CAPTURE(each.field);
    const std::string header = downgraded_header(each.field + "\r\n");
    CHECK_FALSE(ascii::has_8bit(header));
    CHECK(read(header) == each.downgraded);
  }
}

}  // namespace

TEST_CASE("addresses that are not ASCII reach nobody, and say whose they were") {
  check({{"From: J\xC3\xBCrgen <j@x>", "From: J\xC3\xBCrgen <j@x>"},
         {"To: J\xC3\xBCrgen <j\xC3\xBC@x>",
          "To: J\xC3\xBCrgen <invalid@internationalized-address.invalid>"},
         {"To: a@\xC3\xBC", "To: a@\xC3\xBC <invalid@internationalized-address.invalid>"},
         {"Cc: \"A, B\" <a@b>, \xC3\xBC@x, \"c d\"@e",
          "Cc: \"A, B\" <a@b>, \xC3\xBC@x <invalid@internationalized-address.invalid>, \"c d\"@e"},
         {"Bcc: \xC3\xBC: a@b, c@d;, e", "Bcc: \xC3\xBC: a@b, c@d;, e"},
         {"Reply-To: \xFF@x",
          "Reply-To: \xEF\xBF\xBD@x <invalid@internationalized-address.invalid>"}});
}

TEST_CASE("a subject is encoded, and other fields that are not ASCII are left out") {
  check({{"Subject: h\xC3\xBC", "Subject: h\xC3\xBC"},
         {"Received: from \xC3\xBC by x", ""},
         {"X-\xC3\xBC: a", ""},
         {"Content-Description: \xC3\xBC", ""},
         {"Content-Type: text/\xC3\xBC", ""}});
}

TEST_CASE("parameters that are not ASCII are left out") {
  check({{"Content-Type: text/plain; name=\"\xC3\xBC\"; charset=utf-8",
          "Content-Type: text/plain; charset=\"utf-8\""},
         {"Content-Disposition: attachment; filename=\xC3\xBC.txt",
          "Content-Disposition: attachment"}});
}

TEST_CASE("a header in ASCII stays as it is, oddities and all") {
  const std::string odd = "no field\r\nTo: a@b (c)\r\n folded\r\n\r\n";
  CHECK(downgraded_header(odd) == odd);
  CHECK(downgraded_header("X: \xC3\xBC\r\nTo: a (b)\r\n\r\n") == "To: a (b)\r\n\r\n");
  CHECK(downgraded_header("X: \xC3\xBC\n\n") == "\n");
  CHECK(downgraded_header("X: \xC3\xBC") == "");
}

TEST_CASE("the headers of all parts are downgraded, and bodies are shared") {
  const auto message = std::make_shared<const Rope>(
      "Subject: \xC3\xBC\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
      "Content-Disposition: inline; filename=\xC3\xBC\r\n\r\n\xC3\xBC\r\n--b\r\n"
      "Content-Type: message/global\r\n\r\nSubject: a\r\nX: \xC3\xBC\r\n\r\n\xC3\xBC\r\n--b--\r\n");
  const auto conventional = downgraded(message, outline_of(*message));
  CHECK(conventional->flatten() ==
        "Subject: =?utf-8?b?w7w=?=\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
        "Content-Disposition: inline\r\n\r\n\xC3\xBC\r\n--b\r\n"
        "Content-Type: message/global\r\n\r\nSubject: a\r\n\r\n\xC3\xBC\r\n--b--\r\n");
  CHECK(downgraded(conventional, outline_of(*conventional)) == conventional);
}

}  // namespace postiche::mail
