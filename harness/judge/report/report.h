// SPDX-License-Identifier: MIT
#pragma once
// What is reported of a client: cases, each a scenario that it was run against, with the verdicts
// and the whole conversation. One model; the files beside this write it for people and machines,
// and read it back.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/base/result.h"
#include "harness/judge/profile.h"
#include "harness/judge/verdict.h"
#include "harness/transcript/event.h"
#include "harness/transcript/mask.h"

namespace postiche::judge {

// One event as people read it.
struct ReportLine {
  std::uint64_t sequence = 0;
  std::int64_t at_microseconds = 0;  // from the start of the run
  std::uint32_t connection = 0;
  std::string kind;       // of transcript::Kind: "command"
  std::string direction;  // "in", "out" or ""
  std::string text;       // octets, shown: "EHLO c.example\r\n"; or what happened
  std::size_t size = 0;   // octets; `text` may show fewer
};

struct ReportMark {
  std::uint64_t sequence = 0;
  // Of `text` of that line: characters from, and up to.
  std::size_t begin = 0, end = 0;
};

struct ReportVerdict {
  std::string id;
  Outcome outcome = Outcome::unresolved;
  std::string level;  // "must", "should", "may", "security", "practice", "info"
  std::string says;   // what was asked
  std::string measured;
  std::string source;  // "RFC 5321 sec 2.3.8"
  std::vector<std::uint64_t> evidence;
  std::vector<ReportMark> marks;
};

struct ReportCase {
  std::string scenario;  // its id
  std::string name;      // of the case of a matrix; ""
  std::string title, why;
  std::string client_end;      // "exited with status 1"; "" where nobody knows
  std::optional<int> status;   // of the client
  bool has_ended_well = true;  // no crash, no hang
  std::string output;          // the end of what it wrote
  std::vector<ReportVerdict> verdicts;
  std::vector<ReportLine> lines;

  Outcome worst() const;
};

struct Report {
  std::string client;     // what people call it: "curl 7.88.1", or its command line
  std::string postiche;   // version
  std::string role, tls;  // the profile
  std::string started;    // 2026-11-28T15:00:00Z
  std::vector<ReportCase> cases;

  Outcome worst() const;
};

// With what the catalogue says of it.
ReportVerdict report_verdict(const Verdict& verdict);

// One case of a run, from its record.
ReportCase report_case(const scenario::Scenario& scenario, const std::string& name,
                       const std::vector<Verdict>& verdicts,
                       const std::vector<const transcript::Event*>& events,
                       transcript::Secrets secrets);

// What was found of each requirement over all cases: the worst of its verdicts, and where.
struct Summed {
  std::string id;
  Outcome outcome = Outcome::unresolved;
  std::size_t passed = 0, failed = 0, warned = 0;
  // Of the verdict that decided.
  std::size_t case_index = 0, verdict_index = 0;
};
// By the order of the catalogue, expectations of scenarios behind it by id.
std::vector<Summed> summed(const Report& report);

// Several reports side by side: one row a requirement, one cell a report.
struct Compared {
  std::string id;
  std::vector<std::optional<Summed>> cells;  // nothing where the report does not know it
  // Of the first report that has it.
  std::size_t report_index = 0;
  bool differs = false;

  const ReportVerdict& verdict(const std::vector<Report>& reports) const;
};
// Those that differ first; else by the order of the catalogue, expectations behind it by id.
std::vector<Compared> compared(const std::vector<Report>& reports);

// json.cpp. README.md of this folder is the schema; what is written reads back the same.
std::string to_json(const Report& report);
Result<Report> read_report(const std::string& text, const std::string& file);
// junit.cpp: for what reads tests' results; a suite a case, a test a verdict.
std::string to_junit(const Report& report);
// page.cpp: one page for all, which needs nothing else to be shown.
std::string to_html(const std::vector<Report>& reports);

}  // namespace postiche::judge
