// SPDX-License-Identifier: MIT
// Reports of runs that were not started by the program: of tests, of conversations in memory. And
// what is told of a case of any report.

#include "harness/judge/report/report.h"

#include "harness/judge/report/failure.h"
#include "harness/judge/report/report_lines.h"

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bindings/bind.h"
#include "bindings/run.h"
#include "bindings/unlocked.h"
#include "bindings/values.h"

namespace py = pybind11;

namespace postiche::bindings {
namespace {

// Of the one run, by what its scenario expects and by the catalogue.
judge::Report report_of(const server::Evidence& evidence, const std::string& name) {
  const judge::Profile profile;
  auto verdicts = evidence.verdicts();
  const auto checked = evidence.check_verdicts(profile, std::nullopt);
  verdicts.insert(verdicts.end(), checked.begin(), checked.end());
  judge::Report report;
  report.postiche = POSTICHE_VERSION;
  report.role = judge::name(profile.role);
  report.tls = judge::name(profile.tls);
  report.cases.push_back(evidence.report_case(name, verdicts));
  return report;
}

// All cases of several reports as those of one client.
judge::Report joined(const std::vector<std::string>& reports, const std::string& client,
                     const std::string& started) {
  judge::Report whole;
  for (const std::string& text : reports) {
    auto read = value_of(judge::read_report(text, "report"));
    auto cases = std::exchange(whole.cases, {});
    std::move(read.cases.begin(), read.cases.end(), std::back_inserter(cases));
    whole = std::move(read);
    whole.cases = std::move(cases);
  }
  whole.client = client;
  whole.started = started;
  return whole;
}

// The one case of a report that was made for it.
judge::ReportCase case_of(const std::string& report) {
  return value_of(judge::read_report(report, "report")).cases.at(0);
}

void bind_cases(py::module_& module) {
  module.def(
      "case_conversation",
      [](const std::string& report) {
        return to_str(transcript::to_text(judge::text_lines(case_of(report))));
      },
      py::arg("report"));
  module.def(
      "case_failure",
      [](const std::string& report, const std::vector<std::size_t>& verdicts) {
        const judge::ReportCase one = case_of(report);
        std::vector<judge::ReportVerdict> failed;
        for (const std::size_t index : verdicts) failed.push_back(one.verdicts.at(index));
        return to_str(judge::failure_text(failed, one));
      },
      py::arg("report"), py::arg("verdicts"));
}

}  // namespace

void bind_report(py::module_& module) {
  module.def(
      "report_json",
      [](const Run& run, const std::string& name) {
        return to_str(unlocked([&] { return judge::to_json(report_of(run.evidence(), name)); }));
      },
      py::arg("run"), py::arg("name"));
  module.def(
      "report_page",
      [](const std::vector<std::string>& reports, const std::string& client,
         const std::string& started) {
        return to_str(judge::to_html({joined(reports, client, started)}));
      },
      py::arg("reports"), py::arg("client"), py::arg("started"));
  bind_cases(module);
}

}  // namespace postiche::bindings
