// SPDX-License-Identifier: MIT
// Reports: the model made of a conversation, and what is written of it.

#include "harness/judge/report/report.h"

#include <doctest/doctest.h>

#include <string>

namespace postiche::judge {
namespace {

ReportVerdict verdict(std::string id, Outcome outcome) {
  ReportVerdict out;
  out.id = std::move(id);
  out.outcome = outcome;
  out.level = "must";
  out.says = "lines end in CR LF";
  out.measured = "a line ends in <LF> & \"nothing\" else";
  out.source = "RFC 5321 sec 2.3.8";
  out.evidence = {2};
  out.marks = {{2, 4, 6}};
  return out;
}

Report sample() {
  Report report;
  report.client = "curl </script> 7";
  report.postiche = "0.1.0";
  report.role = "mua";
  report.tls = "required";
  report.started = "2026-11-28T15:00:00Z";
  ReportCase one;
  one.scenario = "smtp.some";
  one.name = "code=451";
  one.title = "Some";
  one.why = "Because";
  one.client_end = "exited with status 3";
  one.status = 3;
  one.output = "a bell \x07, a colour \x1b[31m and \xff";
  one.lines = {{1, 1500, 1, "open", "", "connected to smtp", 0},
               {2, 2500, 1, "command", "in", "NOOP\\n", 5}};
  one.verdicts = {verdict("smtp.line.crlf-only", Outcome::fail),
                  verdict("smtp.quit.before-closing", Outcome::unresolved),
                  verdict("own", Outcome::warn)};
  report.cases.push_back(one);
  return report;
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != text.npos;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  return text.replace(text.find(from), from.size(), to);
}

}  // namespace

TEST_CASE("a report reads back as it was written") {
  const std::string text = to_json(sample());
  const auto read = read_report(text, "r.json");
  REQUIRE(read);
  CHECK(to_json(*read) == text);
  CHECK(read->cases.front().status == 3);
  CHECK(read->cases.front().verdicts.front().marks.front().end == 6);
  CHECK(read->worst() == Outcome::fail);
}

TEST_CASE("a damaged report is told of, with its name") {
  const std::string text = to_json(sample());
  const std::string damaged[] = {"",
                                 "[]",
                                 "null",
                                 "{}",
                                 text.substr(0, text.size() / 2),
                                 replaced(text, "\"report\"", "\"transcript\""),
                                 replaced(text, "\"schema\": 1", "\"schema\": 2"),
                                 replaced(text, "\"UNRESOLVED\"", "\"UNSOLVED\""),
                                 replaced(text, "\"cases\"", "\"causes\""),
                                 replaced(text, "\"at\": 1500", "\"at\": \"soon\"")};
  for (const std::string& each : damaged) {
    CAPTURE(each.substr(0, 100));
    const auto read = read_report(each, "r.json");
    REQUIRE_FALSE(read);
    CHECK(contains(read.error().text(), "r.json"));
  }
}

TEST_CASE("marks count the characters that show the guilty octets") {
  transcript::Event event;
  event.sequence = 1;
  event.kind = transcript::Kind::command;
  event.direction = transcript::Direction::in;
  // "a", an e with an accent, CR, an octet that is no UTF-8, LF.
  event.bytes = "a\xC3\xA9\r\xFF\n";
  Verdict found;
  found.id = "own";
  found.outcome = Outcome::fail;
  found.evidence = {1};
  found.marks = {{1, 4, 1}, {1, 5, 99}};
  const auto one = report_case({}, "", {found}, {&event}, transcript::Secrets::masked);
  CHECK(one.lines.front().text == "a\xC3\xA9\\r\\xff\\n");
  const auto& marks = one.verdicts.front().marks;
  REQUIRE(marks.size() == 2);
  CHECK(marks[0].begin == 4);
  CHECK(marks[0].end == 8);
  CHECK(marks[1].begin == 8);
  CHECK(marks[1].end == 10);
}

TEST_CASE("of several reports, those requirements come first in which they differ") {
  Report other = sample();
  other.cases.front().verdicts[0].outcome = Outcome::pass;
  other.cases.front().verdicts[1].outcome = Outcome::pass;
  other.cases.front().verdicts.pop_back();
  const auto rows = compared({sample(), other});
  REQUIRE(rows.size() == 3);
  CHECK(rows[0].id == "smtp.line.crlf-only");
  CHECK(rows[0].differs);
  CHECK(rows[1].id == "smtp.quit.before-closing");
  CHECK_FALSE(rows[1].differs);
  // What never came up with one of them makes no difference.
  CHECK(rows[2].id == "own");
  CHECK_FALSE(rows[2].cells[1]);
  CHECK_FALSE(rows[2].differs);
}

TEST_CASE("JUnit XML has no character that XML has no form for") {
  const std::string xml = to_junit(sample());
  CHECK(contains(xml, "tests=\"4\" failures=\"1\" errors=\"0\" skipped=\"1\""));
  CHECK(contains(xml, "a line ends in &lt;LF&gt; &amp; &quot;nothing&quot; else"));
  CHECK(contains(xml,
                 "<system-out>a bell \xEF\xBF\xBD, a colour \xEF\xBF\xBD[31m and \xEF\xBF\xBD<"));
  CHECK(contains(xml, "C: NOOP\\n"));
}

TEST_CASE("what a client wrote cannot end the page's script") {
  const std::string page = to_html({sample()});
  CHECK_FALSE(contains(page, "curl </script>"));
  CHECK(contains(page, "curl \\u003c/script>"));
  CHECK(contains(page, "curl &lt;/script>"));
  // Nothing is left to fill in, and nothing is fetched.
  CHECK_FALSE(contains(page, "{{"));
  CHECK_FALSE(contains(page, "src="));
}

}  // namespace postiche::judge
