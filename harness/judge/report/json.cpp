// SPDX-License-Identifier: MIT
// Reports as JSON, both ways: README.md of this folder is the schema.

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "harness/judge/report/report.h"

namespace postiche::judge {

using json = nlohmann::ordered_json;

namespace {

constexpr int schema = 1;

json written(const ReportLine& line) {
  return {{"seq", line.sequence}, {"at", line.at_microseconds},  {"connection", line.connection},
          {"kind", line.kind},    {"direction", line.direction}, {"text", line.text},
          {"size", line.size}};
}

json written(const ReportVerdict& verdict) {
  json marks = json::array();
  for (const ReportMark& mark : verdict.marks) {
    marks.push_back({{"seq", mark.sequence}, {"begin", mark.begin}, {"end", mark.end}});
  }
  return {{"id", verdict.id},
          {"outcome", name(verdict.outcome)},
          {"level", verdict.level},
          {"says", verdict.says},
          {"measured", verdict.measured},
          {"source", verdict.source},
          {"evidence", verdict.evidence},
          {"marks", marks}};
}

json written(const ReportCase& one) {
  json out = {{"scenario", one.scenario},
              {"case", one.name},
              {"title", one.title},
              {"why", one.why},
              {"client-end", one.client_end},
              {"status", one.status ? json(*one.status) : json()},
              {"ended-well", one.has_ended_well},
              {"output", one.output},
              {"outcome", name(one.worst())},
              {"verdicts", json::array()},
              {"lines", json::array()}};
  for (const ReportVerdict& verdict : one.verdicts) out["verdicts"].push_back(written(verdict));
  for (const ReportLine& line : one.lines) out["lines"].push_back(written(line));
  return out;
}

void read(const json& from, ReportLine& line) {
  line.sequence = from.at("seq");
  line.at_microseconds = from.at("at");
  line.connection = from.at("connection");
  line.kind = from.at("kind");
  line.direction = from.at("direction");
  line.text = from.at("text");
  line.size = from.at("size");
}

Outcome outcome_in(const json& from) {
  const std::string outcome = from.at("outcome");
  const auto known = find_outcome(outcome);
  if (!known) throw std::runtime_error("'" + outcome + "' is no outcome");
  return *known;
}

void read(const json& from, ReportVerdict& verdict) {
  verdict.id = from.at("id");
  verdict.outcome = outcome_in(from);
  verdict.level = from.at("level");
  verdict.says = from.at("says");
  verdict.measured = from.at("measured");
  verdict.source = from.at("source");
  verdict.evidence = from.at("evidence").get<std::vector<std::uint64_t>>();
  for (const json& mark : from.at("marks")) {
    verdict.marks.push_back({mark.at("seq"), mark.at("begin"), mark.at("end")});
  }
}

void read(const json& from, ReportCase& one);

template <typename Value>
void read_all(const json& from, std::vector<Value>& out) {
  for (const json& each : from) read(each, out.emplace_back());
}

void read(const json& from, ReportCase& one) {
  one.scenario = from.at("scenario");
  one.name = from.at("case");
  one.title = from.at("title");
  one.why = from.at("why");
  one.client_end = from.at("client-end");
  if (!from.at("status").is_null()) one.status = from.at("status").get<int>();
  one.has_ended_well = from.at("ended-well");
  one.output = from.at("output");
  read_all(from.at("verdicts"), one.verdicts);
  read_all(from.at("lines"), one.lines);
}

}  // namespace

std::string to_json(const Report& report) {
  json out = {{"postiche", "report"},       {"schema", schema},
              {"version", report.postiche}, {"client", report.client},
              {"role", report.role},        {"tls", report.tls},
              {"started", report.started},  {"outcome", name(report.worst())},
              {"cases", json::array()}};
  for (const ReportCase& one : report.cases) out["cases"].push_back(written(one));
  return out.dump(1, ' ', false, json::error_handler_t::replace) + "\n";
}

Result<Report> read_report(const std::string& text, const std::string& file) {
  const std::string hint = "'postiche conform --json FILE' writes them";
  try {
    const json from = json::parse(text);
    if (from.value("postiche", "") != "report") return Error{{file}, "this is no report", hint};
    if (from.value("schema", 0) != schema) {
      return Error{{file}, "this report has a schema that this version does not know", hint};
    }
    Report report;
    report.postiche = from.at("version");
    report.client = from.at("client");
    report.role = from.at("role");
    report.tls = from.at("tls");
    report.started = from.at("started");
    outcome_in(from);
    read_all(from.at("cases"), report.cases);
    return report;
  } catch (const std::exception& fault) {
    return Error{{file}, "this report is damaged: " + std::string(fault.what()), hint};
  }
}

}  // namespace postiche::judge
