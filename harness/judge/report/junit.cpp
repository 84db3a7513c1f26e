// SPDX-License-Identifier: MIT
// Reports as JUnit XML, in the form that continuous integration reads: testsuites, a testsuite a
// case, a testcase a verdict.

#include <algorithm>
#include <array>
#include <cstdio>

#include "harness/base/utf8.h"
#include "harness/judge/report/report.h"

namespace postiche::judge {
namespace {

// XML 1.0 has no form at all for most controls, nor for U+FFFE and U+FFFF.
bool is_character(std::string_view one) {
  if (one.size() == 1) {
    const auto octet = static_cast<unsigned char>(one.front());
    return octet >= 32 || octet == '\t' || octet == '\n' || octet == '\r';
  }
  return one != "\xEF\xBF\xBE" && one != "\xEF\xBF\xBF";
}

std::string xml(std::string_view text) {
  static constexpr std::string_view replacement = "\xEF\xBF\xBD";
  std::string out;
  while (!text.empty()) {
    const std::size_t size = utf8::leading_character(text);
    const std::string_view one = text.substr(0, size == 0 ? 1 : size);
    text.remove_prefix(one.size());
    if (size == 0 || !is_character(one)) {
      out += replacement;
    } else if (one == "&") {
      out += "&amp;";
    } else if (one == "<") {
      out += "&lt;";
    } else if (one == ">") {
      out += "&gt;";
    } else if (one == "\"") {
      out += "&quot;";
    } else if (one == "\n" || one == "\r" || one == "\t") {
      // Readers make spaces of them where they stand bare in an attribute.
      out += one == "\n" ? "&#10;" : one == "\r" ? "&#13;" : "&#9;";
    } else {
      out += one;
    }
  }
  return out;
}

struct Counts {
  std::size_t tests = 0, failures = 0, errors = 0, skipped = 0;

  void add(const Counts& other) {
    tests += other.tests;
    failures += other.failures;
    errors += other.errors;
    skipped += other.skipped;
  }

  std::string text() const {
    return " tests=\"" + std::to_string(tests) + "\" failures=\"" + std::to_string(failures) +
           "\" errors=\"" + std::to_string(errors) + "\" skipped=\"" + std::to_string(skipped) +
           '"';
  }
};

// The conversation's lines that are evidence, for those who see only this file.
std::string evidence_of(const ReportCase& one, const ReportVerdict& verdict) {
  std::string out;
  if (!verdict.says.empty()) out += "wanted: " + verdict.says + "\n";
  if (!verdict.source.empty()) out += verdict.source + "\n";
  for (const ReportLine& line : one.lines) {
    const bool is_shown = std::find(verdict.evidence.begin(), verdict.evidence.end(),
                                    line.sequence) != verdict.evidence.end();
    if (!is_shown) continue;
    out += line.direction == "in" ? "C: " : line.direction == "out" ? "S: " : "! ";
    out += line.text + "\n";
  }
  return out;
}

std::string element(const std::string& name, const ReportCase& one, const ReportVerdict& verdict) {
  return "   <" + name + " message=\"" + xml(verdict.measured) + "\" type=\"" + xml(verdict.level) +
         "\">" + xml(evidence_of(one, verdict)) + "</" + name + ">\n";
}

std::string inside(const ReportCase& one, const ReportVerdict& verdict, Counts& counts) {
  switch (verdict.outcome) {
    case Outcome::fail:
      ++counts.failures;
      return element("failure", one, verdict);
    case Outcome::error:
      ++counts.errors;
      return element("error", one, verdict);
    case Outcome::skip:
    case Outcome::unresolved:
      ++counts.skipped;
      return "   <skipped message=\"" + xml(verdict.measured) + "\"/>\n";
    case Outcome::warn:
      return "   <system-out>" +
             xml("WARN " + verdict.measured + "\n" + evidence_of(one, verdict)) + "</system-out>\n";
    case Outcome::pass:
    case Outcome::info:
      break;
  }
  return "";
}

std::string name_of(const ReportCase& one) {
  return one.scenario + (one.name.empty() ? "" : " [" + one.name + "]");
}

// Seconds between the first and the last line.
std::string time_of(const ReportCase& one) {
  const std::int64_t took =
      one.lines.empty() ? 0 : one.lines.back().at_microseconds - one.lines.front().at_microseconds;
  std::array<char, 32> out;
  std::snprintf(out.data(), out.size(), "%.3f", static_cast<double>(took) / 1e6);
  return out.data();
}

std::string test(const ReportCase& one, const ReportVerdict& verdict, Counts& counts) {
  ++counts.tests;
  const std::string head = "  <testcase classname=\"" + xml(name_of(one)) + "\" name=\"" +
                           xml(verdict.id) + "\" time=\"0\"";
  const std::string body = inside(one, verdict, counts);
  return body.empty() ? head + "/>\n" : head + ">\n" + body + "  </testcase>\n";
}

// A client that crashed or hung has failed, whatever it sent before.
ReportVerdict end_of(const ReportCase& one) {
  ReportVerdict out;
  out.id = "client-ends-well";
  out.outcome = one.has_ended_well ? Outcome::pass : Outcome::fail;
  out.level = "must";
  out.measured = "the client " + one.client_end;
  return out;
}

std::string suite(const ReportCase& one, const Report& report, Counts& all) {
  Counts counts;
  std::string tests;
  for (const ReportVerdict& verdict : one.verdicts) tests += test(one, verdict, counts);
  if (!one.client_end.empty()) tests += test(one, end_of(one), counts);
  all.add(counts);
  std::string out = " <testsuite name=\"" + xml(name_of(one)) + '"' + counts.text() + " time=\"" +
                    time_of(one) + "\" timestamp=\"" + xml(report.started.substr(0, 19)) + "\">\n" +
                    tests;
  if (!one.output.empty()) out += "  <system-out>" + xml(one.output) + "</system-out>\n";
  return out + " </testsuite>\n";
}

}  // namespace

std::string to_junit(const Report& report) {
  Counts counts;
  std::string suites;
  for (const ReportCase& one : report.cases) suites += suite(one, report, counts);
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"" + xml(report.client) +
         '"' + counts.text() + ">\n" + suites + "</testsuites>\n";
}

}  // namespace postiche::judge
