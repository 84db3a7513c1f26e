// SPDX-License-Identifier: MIT
// What the conversations of tests/transcripts cannot say of the two written forms.

#include <doctest/doctest.h>

#include <sstream>

#include "harness/transcript/json_lines.h"
#include "harness/transcript/text_form.h"

namespace postiche::transcript {
namespace {

constexpr std::string_view head = "{\"postiche\":\"transcript\",\"schema\":1,\"scenario\":\"s\"}\n";
constexpr std::string_view event_line =
    "{\"seq\":1,\"at\":5,\"virtual\":6,\"connection\":1,\"kind\":\"bytes\",\"direction\":\"in\","
    "\"bytes\":\"abc\"}\n";

Result<ReadBack> read(const std::string& text, Transcript& transcript) {
  std::istringstream stream(text);
  return read_json_lines(stream, "t.jsonl", transcript);
}

std::string error_of(const std::string& text) {
  Transcript transcript;
  const auto result = read(text, transcript);
  return result ? "none" : result.error().text();
}

Event command(Log& log, std::string_view verb, std::string_view line, const Fields& fields,
              Transcript& transcript) {
  Fields all;
  all.add("verb", verb);
  for (const Field& field : fields.all()) all.add(field.name, field.value);
  return transcript.append(log, Kind::command, Direction::in, {}, {}, log.arena().keep(line), all);
}

std::string masked(std::string_view verb, std::string_view line, std::string_view argument) {
  Transcript transcript;
  const auto log = transcript.open();
  std::string out;
  write_event(out, command(*log, verb, line, {{"argument", argument}}, transcript),
              Secrets::masked);
  return out;
}

}  // namespace

TEST_CASE("a file that was cut off in its last line is read up to there") {
  Transcript transcript;
  const auto result =
      read(std::string(head) + std::string(event_line) + "{\"seq\":2,\"at", transcript);
  REQUIRE(result);
  CHECK(result->cut_short);
  CHECK(transcript.last() == 1);
}

TEST_CASE("what was pending when the writer died is heard last, unless an event holds it") {
  const std::string pending = "{\"kind\":\"pending\",\"connection\":1,\"bytes\":\"EHL\"}\n";
  Transcript lost;
  REQUIRE(read(std::string(head) + std::string(event_line) + pending, lost));
  CHECK(lost.last() == 2);
  CHECK(lost.at(2)->bytes == "EHL");
  CHECK(lost.at(2)->field("cut-short") == "yes");
  Transcript framed;
  REQUIRE(read(std::string(head) + pending + std::string(event_line), framed));
  CHECK(framed.last() == 1);
}

TEST_CASE("what is no transcript is told with its line") {
  CHECK(error_of("") == "t.jsonl: the file is empty; give a file that --record wrote");
  CHECK(error_of("{}\n").starts_with("t.jsonl:1:1: "));
  CHECK(
      error_of(std::string(head) + "{}\n" + std::string(event_line)).starts_with("t.jsonl:2:1: "));
  CHECK(error_of(std::string(head) + "[1]\n").starts_with("t.jsonl:2:1: "));
  const std::string broken =
      "{\"kind\":\"pending\",\"connection\":1,\"bytes\":{\"base64\":\"?\"}}\n";
  CHECK(error_of(std::string(head) + broken).starts_with("t.jsonl:2:1: "));
}

TEST_CASE("numbers that are none are told, not converted") {
  for (const char* number : {"1e300", "-1", "1.5", "18446744073709551615", "\"1\"", "null"}) {
    CAPTURE(number);
    std::string line(event_line);
    line.replace(line.find("\"at\":5"), 6, "\"at\":" + std::string(number));
    CHECK(error_of(std::string(head) + line).starts_with("t.jsonl:2:1: "));
  }
}

TEST_CASE("a large connection number costs no more than a small one") {
  std::string line(event_line);
  line.replace(line.find("\"connection\":1"), 14, "\"connection\":4294967295");
  Transcript transcript;
  REQUIRE(read(std::string(head) + line, transcript));
  CHECK(transcript.at(1)->connection == 4294967295);
}

TEST_CASE("secrets are masked in line and argument, and nothing else is") {
  CHECK(masked("AUTH", "AUTH PLAIN c2VjcmV0\r\n", "PLAIN c2VjcmV0") ==
        "{\"seq\":1,\"at\":0,\"virtual\":0,\"connection\":1,\"kind\":\"command\","
        "\"direction\":\"in\",\"bytes\":\"AUTH PLAIN ********\\r\\n\","
        "\"fields\":{\"verb\":\"AUTH\",\"argument\":\"PLAIN ********\"}}\n");
  for (const char* line : {"AUTH\tPLAIN\tc2VjcmV0\r\n", "AUTH PLAIN  c2VjcmV0 \r\n",
                           "auth plain c2VjcmV0\n", " AUTH PLAIN c2VjcmV0\r\n"}) {
    CAPTURE(line);
    CHECK(masked("AUTH", line, "PLAIN c2VjcmV0").find("c2VjcmV0") == std::string::npos);
  }
  CHECK(masked("PASS", "PASS se cret\r\n", "se cret").find("cret") == std::string::npos);
  CHECK(masked("LOGIN", "a LOGIN ann pencil\r\n", "ann pencil").find("pencil") ==
        std::string::npos);
  CHECK(masked("AUTHENTICATE", "a authenticate PLAIN c2VjcmV0\r\n", "PLAIN c2VjcmV0")
            .find("c2VjcmV0") == std::string::npos);
  CHECK(masked("AUTHENTICATE", "a AUTHENTICATE PLAIN =\r\n", "PLAIN =").find("*") ==
        std::string::npos);
  CHECK(masked("LOGIN", "a LOGIN ann {6}\r\n", "ann {6}").find("*") == std::string::npos);
  CHECK(masked("AUTH", "AUTH PLAIN =\r\n", "PLAIN =").find("*") == std::string::npos);
  CHECK(masked("AUTH", "AUTH PLAIN\r\n", "PLAIN").find("*") == std::string::npos);
  CHECK(masked("NOOP", "NOOP x y\r\n", "x y").find("*") == std::string::npos);
}

TEST_CASE("each line of the text form is written as it was read") {
  for (const char* line : {"scenario: honest", "C: NOOP", "C: NOOP~", "C: NOOP\\", "S: 250 ok\\x20",
                           "C: a\\x7e", "C: a\\\\", "C: a\\\\\\", "C: \\x00\\xff", "C: ", "C: ~",
                           "@ +1m30s", "== 2", "! rule too early", "# words", ""}) {
    CAPTURE(line);
    const auto lines = read_text(line, "t.txt");
    REQUIRE(lines);
    REQUIRE(lines->size() == (*line == '\0' ? 0 : 1));
    if (!lines->empty()) CHECK(lines->front().written() == line);
  }
}

TEST_CASE("client text without an ending is joined with the line behind it") {
  const auto lines = read_text("C: NO\\\nC: OP\nC: a\\nb\n", "t.txt");
  REQUIRE(lines);
  REQUIRE(lines->size() == 3);
  CHECK((*lines)[0].text == "NOOP\r\n");
  CHECK((*lines)[1].text == "a\n");
  CHECK((*lines)[2].text == "b\r\n");
}

TEST_CASE("what is no line of the text form is told with its place") {
  const auto place = [](std::string_view text) {
    const auto lines = read_text(text, "t.txt");
    return lines ? "none" : lines.error().where.text();
  };
  CHECK(place("scenario: x\nhello\n") == "t.txt:2:1");
  CHECK(place("C: \\q\n") == "t.txt:1:4");
  CHECK(place("== 0\n") == "t.txt:1:4");
  CHECK(place("== two\n") == "t.txt:1:4");
  CHECK(place("@ +soon\n") == "t.txt:1:4");
  CHECK(place("@ +forever\n") == "t.txt:1:4");
}

}  // namespace postiche::transcript
