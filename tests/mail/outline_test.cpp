// SPDX-License-Identifier: MIT
#include "harness/mail/outline.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "harness/base/show.h"
#include "tests/mail/cut_rope.h"

namespace postiche::mail {

namespace {

using Names = std::vector<std::string_view>;

// "multipart/mixed[text/plain 'body' 1, ...]": what a leaf says, and how many lines that are.
std::string drawn(const Rope& message, const Outline& outline, const Part& part) {
  std::string out = part.content.type + "/" + part.content.subtype;
  if (part.kind == PartKind::leaf) {
    return out + " '" + escape(message.copy(part.body)) + "' " + std::to_string(part.lines);
  }
  out += part.kind == PartKind::multipart ? "[" : "{";
  for (const std::uint32_t each : part.parts) {
    if (each != part.parts.front()) out += ", ";
    out += drawn(message, outline, outline.parts[each]);
  }
  return out + (part.kind == PartKind::multipart ? "]" : "}");
}

std::string drawn(const Rope& message) {
  const Outline outline = outline_of(message);
  return drawn(message, outline, outline.root());
}

struct Case {
  std::string message;
  std::string drawing;
  Names deviations;
};

void check(const std::vector<Case>& cases) {
  for (const Case& each : cases) {
    CAPTURE(each.message);
    CHECK(outline_of(Rope(each.message)).deviations == each.deviations);
    for (std::size_t size = 1; size <= each.message.size() + 1; ++size) {
      CAPTURE(size);
      CHECK(drawn(testing::cut_rope(each.message, size)) == each.drawing);
    }
  }
}

const std::string mixed = "Content-Type: multipart/mixed; boundary=b\r\n\r\n";

}  // namespace

TEST_CASE("a message without MIME is one text") {
  check({{"Subject: x\r\n\r\nHi\r\nyou", "text/plain 'Hi\\r\\nyou' 1", {}},
         {"Subject: x\r\n\r\n", "text/plain '' 0", {}},
         {"\r\nno header\r\n", "text/plain 'no header\\r\\n' 1", {}},
         {"\r\n", "text/plain '' 0", {}}});
}

TEST_CASE("parts end before the line ending that belongs to the boundary") {
  check(
      {{mixed + "preamble\r\n--b\r\n\r\none\r\n\r\n--b \t\r\nA: b\r\n\r\ntwo\r\n--b--\r\nepilogue",
        "multipart/mixed[text/plain 'one\\r\\n' 1, text/plain 'two' 0]",
        {}},
       {mixed + "--b\r\n\r\n--b\r\n\r\n\r\n--b--",
        "multipart/mixed[text/plain '' 0, text/plain '' 0]",
        {}},
       {mixed + "--b\r\nContent-Type: image/PNG\r\n\r\n-- b\r\n--c\r\n -b\r\n--b--",
        "multipart/mixed[image/png '-- b\\r\\n--c\\r\\n -b' 2]",
        {}}});
}

TEST_CASE("a line that goes on behind a boundary is none, but for a final one") {
  check({{mixed + "--b\r\n\r\n--bx\r\n--b x\r\n--b--x\r\n--b\r\n",
          "multipart/mixed[text/plain '--bx\\r\\n--b x' 1]",
          {}}});
}

TEST_CASE("multiparts and messages nest") {
  check({{mixed + "--b\r\nContent-Type: multipart/alternative; boundary=\"c d\"\r\n\r\n"
                  "--c d\r\n\r\n1\r\n--c d\r\nContent-Type: text/html\r\n\r\n2\r\n--c d--\r\n\r\n"
                  "--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: x\r\n"
                  "Content-Type: multipart/mixed; boundary=e\r\n\r\n--e\r\n\r\n3\r\n--e--\r\n--b--",
          "multipart/mixed[multipart/alternative[text/plain '1' 0, text/html '2' 0], "
          "message/rfc822{multipart/mixed[text/plain '3' 0]}]",
          {}},
         {"Content-Type: message/global\r\n\r\nA: b\r\n\r\nx\r\n",
          "message/global{text/plain 'x\\r\\n' 1}",
          {}},
         {"Content-Type: multipart/digest; boundary=b\r\n\r\n--b\r\n\r\nA: b\r\n\r\nx\r\n--b\r\n"
          "Content-Type: text/plain\r\n\r\ny\r\n--b--\r\n",
          "multipart/digest[message/rfc822{text/plain 'x' 0}, text/plain 'y' 0]",
          {}}});
}

TEST_CASE("a boundary may be the beginning of another, whichever is outside") {
  const std::string inner =
      "multipart/mixed[multipart/mixed[text/plain '1' 0, text/plain '2' 0], text/plain '3' 0]";
  struct Pair {
    std::string outer, nested;
  };
  for (const Pair& each : std::vector<Pair>{{"b", "bb"}, {"bb", "b"}, {"b", "b--"}, {"b", "b "}}) {
    const auto& [outer, nested] = each;
    CAPTURE(each.outer);
    check({{"Content-Type: multipart/mixed; boundary=\"" + outer + "\"\r\n\r\n--" + outer +
                "\r\nContent-Type: multipart/mixed; boundary=\"" + nested + "\"\r\n\r\n--" +
                nested + "\r\n\r\n1\r\n--" + nested + "\r\n\r\n2\r\n--" + nested + "--\r\n--" +
                outer + "\r\n\r\n3\r\n--" + outer + "--\r\n",
            inner,
            {}}});
  }
}

TEST_CASE("what is not ended is ended by what is around it") {
  check({{mixed + "--b\r\n\r\none\r\n",
          "multipart/mixed[text/plain 'one\\r\\n' 1]",
          {"missing-final-boundary"}},
         {mixed + "--b\r\nContent-Type: multipart/mixed; "
                  "boundary=c\r\n\r\n--c\r\n\r\n1\r\n--b\r\n\r\n2\r\n--b--\r\n",
          "multipart/mixed[multipart/mixed[text/plain '1' 0], text/plain '2' 0]",
          {"missing-final-boundary"}},
         {mixed + "--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: x\r\n--b--\r\n",
          "multipart/mixed[message/rfc822{text/plain '' 0}]",
          {"header-without-end"}},
         {mixed + "--b\r\nContent-Type: text/html\r\n--b\r\n--b--\r\n",
          "multipart/mixed[text/html '' 0, text/plain '' 0]",
          {"header-without-end"}},
         {mixed + "--b\r\n\r\n1\r\n--b--junk\r\n--b\r\n\r\n2\r\n",
          "multipart/mixed[text/plain '1' 0]",
          {}},
         {mixed + "--b",
          "multipart/mixed[text/plain '' 0]",
          {"header-without-end", "missing-final-boundary"}},
         {"Subject: x", "text/plain '' 0", {"header-without-end"}},
         {"", "text/plain '' 0", {"header-without-end"}}});
}

TEST_CASE("a multipart without parts is given an empty one") {
  check({{mixed + "nothing\r\n",
          "multipart/mixed[text/plain '' 0]",
          {"missing-final-boundary", "multipart-without-parts"}},
         {mixed + "--b--\r\n", "multipart/mixed[text/plain '' 0]", {"multipart-without-parts"}},
         {"Content-Type: multipart/mixed\r\n\r\n--\r\n\r\nx\r\n----\r\n",
          "multipart/mixed[text/plain '' 0]",
          {"multipart-without-boundary", "multipart-without-parts"}},
         {"Content-Type: multipart/mixed; boundary=b",
          "multipart/mixed[text/plain '' 0]",
          {"header-without-end", "missing-final-boundary", "multipart-without-parts"}},
         {"Content-Type: message/rfc822",
          "message/rfc822{text/plain '' 0}",
          {"header-without-end"}}});
}

TEST_CASE("lines that end in LF alone are lines") {
  check({{"Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n\n--b\n\ntwo\r\n--b--\n",
          "multipart/mixed[text/plain 'one\\n' 1, text/plain 'two' 0]",
          {"bare-lf"}},
         {"A: b\r\n\rC: d\r\n\r\nx", "text/plain 'x' 0", {}}});
}

TEST_CASE("headers are those of their part, with the empty line") {
  const std::string text =
      mixed + "--b\r\nA: b\r\n\r\none\r\n--b\r\n\r\ntwo\r\n--b\r\nC: d\r\n--b--";
  const Rope message(text);
  const Outline outline = outline_of(message);
  REQUIRE(outline.parts.size() == 4);
  CHECK(message.copy(outline.parts[0].header) == mixed);
  CHECK(message.copy(outline.parts[0].whole()) == text);
  CHECK(message.copy(outline.parts[1].header) == "A: b\r\n\r\n");
  CHECK(message.copy(outline.parts[2].header) == "\r\n");
  CHECK(message.copy(outline.parts[3].header) == "C: d");
  CHECK(message.copy(outline.parts[3].body) == "");
}

TEST_CASE("the empty line behind a header is no boundary's") {
  const std::string text =
      mixed +
      "--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\nA: 1\r\n\r\n--b--\r\n";
  const Rope message(text);
  const Outline outline = outline_of(message);
  REQUIRE(outline.parts.size() == 3);
  CHECK(message.copy(outline.parts[2].header) == "A: 1\r\n\r\n");
  CHECK(outline.parts[1].body.end == outline.parts[2].body.end);
}

TEST_CASE("what goes too deep is one part, and so is what has too many") {
  std::string deep;
  for (int i = 0; i < 100; ++i) deep += "Content-Type: message/rfc822\r\n\r\n";
  const Outline outline = outline_of(Rope(deep), {10, 100});
  CHECK(outline.parts.size() == 11);
  CHECK(outline.parts.back().content.subtype == "octet-stream");
  CHECK(outline.parts.back().kind == PartKind::leaf);
  CHECK(outline.deviations == Names{"too-deep"});

  std::string many = mixed;
  for (int i = 0; i < 100; ++i) many += "--b\r\n\r\nx\r\n";
  many += "--b--\r\n";
  const Outline wide = outline_of(Rope(many), {10, 51});
  CHECK(wide.parts.size() == 51);
  CHECK(wide.deviations == Names{"too-many-parts"});
}

TEST_CASE("a message of any size and evil has its outline in linear time") {
  // Each would take minutes if anything were looked at more than a few times.
  std::string nested;
  for (int i = 0; i < 40; ++i) {
    const std::string boundary(static_cast<std::size_t>(i + 1), '-');
    nested += "Content-Type: multipart/mixed; boundary=\"" + boundary + "\"\r\n\r\n--" + boundary +
              "\r\n";
  }
  for (int i = 0; i < 100'000; ++i) nested += "--------\r\n";
  CHECK(outline_of(Rope(nested)).parts.size() > 40);
  std::string parameters = "Content-Type: a/b";
  for (int i = 0; i < 200'000; ++i) parameters += ";\r\n a=(((\"";
  CHECK(outline_of(Rope(parameters)).parts.size() == 1);
  CHECK(outline_of(testing::cut_rope(std::string(1'000'000, 'x'), 3)).parts.size() == 1);
}

}  // namespace postiche::mail
