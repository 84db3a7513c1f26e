// SPDX-License-Identifier: MIT
#include "harness/mail/preview.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "harness/base/utf8.h"
#include "harness/mail/html_text.h"
#include "harness/mail/text.h"

namespace postiche::mail {

namespace {

struct Case {
  std::string message, preview;
};

std::string preview(const std::string& text) {
  const Rope message(text);
  return preview_of(message, outline_of(message));
}

void check(const std::vector<Case>& cases) {
  for (const Case& each : cases) {
    CAPTURE(each.message);
    CHECK(preview(each.message) == each.preview);
  }
}

const std::string html = "Content-Type: text/html; charset=utf-8\r\n\r\n";
const std::string mixed = "Content-Type: multipart/mixed; boundary=b\r\n\r\n";

std::size_t characters_of(std::string_view text) {
  std::size_t count = 0;
  for (; !text.empty(); ++count) text.remove_prefix(utf8::leading_character(text));
  return count;
}

}  // namespace

TEST_CASE("the text of a message is condensed to a line") {
  check(
      {{"Subject: x\r\n\r\nHello,\r\n\r\n\t you \r\n", "Hello, you"},
       {"Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: "
        "quoted-printable\r\n\r\nGr=FC=DFe=\r\n!",
        "Gr\xC3\xBC\xC3\x9F"
        "e!"},
       {"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: BASE64\r\n\r\nw7w=",
        "\xC3\xBC"},
       {"Content-Type: text/plain; charset=unknown\r\n\r\n\xC3\xBC", "\xC3\xBC"},
       {"Content-Type: image/png\r\n\r\nx", ""},
       {"\r\n", ""},
       {"", ""}});
}

TEST_CASE("markup is stripped") {
  check(
      {{html + "<html><head><title>T</title></head><body><p>One <b>b</b>old</p><p>two&nbsp;&amp; 3",
        "One bold two & 3"},
       {html + "<style>p > a { x }</style><script>if (1 </ 2) x;</script >after<!-- <p> -->!",
        "after!"},
       {html + "a<br/>b<A HREF='x'>c</A>d", "a bcd"},
       {html + "1 < 2 &unknown; &#252;&#xFC;&#0;&", "1 < 2 &unknown; \xC3\xBC\xC3\xBC&#0;&"},
       {html + "<p", ""},
       {html + "<!-- open", ""}});
}

TEST_CASE("the first text that says something is taken, plain before HTML") {
  check({{mixed + "--b\r\nContent-Type: text/html\r\n\r\n<p>html\r\n--b\r\n\r\nplain\r\n--b--",
          "plain"},
         {mixed + "--b\r\n\r\n \r\n--b\r\nContent-Type: text/html\r\n\r\n<p>html\r\n--b--", "html"},
         {mixed +
              "--b\r\nContent-Disposition: attachment\r\n\r\nattached\r\n--b\r\n\r\nshown\r\n--b--",
          "shown"},
         {mixed + "--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: x\r\n\r\ninside\r\n--b--",
          "inside"}});
}

TEST_CASE("a preview has no more than 256 characters, whole ones") {
  std::string text = "\r\n";
  for (int i = 0; i < 10'000; ++i) text += "\xC3\xBC";
  const std::string long_word = preview("Content-Type: text/plain; charset=utf-8\r\n" + text);
  CHECK(characters_of(long_word) == 256);
  std::string words = "\r\n";
  for (int i = 0; i < 1000; ++i) words += "x ";
  CHECK(preview(words).size() == 255);
  std::string crowded = "\r\n" + std::string(255, 'x') + " y";
  CHECK(preview(crowded) == std::string(255, 'x'));
}

TEST_CASE("of HTML no more is read than asked for, and no character is cut") {
  std::string text;
  for (int i = 0; i < 100; ++i) text += "\xE2\x82\xAC";
  for (std::size_t limit = 1; limit < 20; ++limit) {
    const std::string some = text_of_html(text, limit);
    CHECK(utf8::is_valid(some));
    CHECK(some.size() <= limit);
    CHECK(some.size() + 3 > limit);
  }
  for (const char* piece : {"<", "</", "<style>", "&", "<!--", "<p>", "</style"}) {
    std::string evil;
    while (evil.size() < 1'000'000) evil += piece;
    CHECK(text_of_html(evil, 1'000'000).size() <= 1'000'000);
  }
}

TEST_CASE("only a part of type text has text, or one of type message without a message") {
  const Rope message(mixed +
                     "--b\r\nContent-Type: application/pdf\r\n\r\nx\r\n--b\r\n\r\ny\r\n--b--");
  const Rope status("Content-Type: message/delivery-status\r\n\r\nStatus: 5.1.1\r\n");
  CHECK(text_of(status, outline_of(status).root(), 100) == "Status: 5.1.1\r\n");
  const Outline outline = outline_of(message);
  CHECK_FALSE(text_of(message, outline.root(), 10).has_value());
  CHECK_FALSE(text_of(message, outline.parts[1], 10).has_value());
  CHECK(text_of(message, outline.parts[2], 10) == "y");
}

}  // namespace postiche::mail
