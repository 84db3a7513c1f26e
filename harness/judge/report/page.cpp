// SPDX-License-Identifier: MIT
// Reports as one page: the data as JSON, and the script that draws it. The files page.html, *.css
// and *.js beside this are built in.

#include <map>
#include <nlohmann/json.hpp>

#include "harness/base/ascii.h"
#include "harness/judge/catalogue.h"
#include "harness/judge/embedded.h"
#include "harness/judge/examples.h"
#include "harness/judge/report/report.h"

namespace postiche::judge {

using json = nlohmann::ordered_json;

namespace {

std::string html(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else {
      out += c;
    }
  }
  return out;
}

// JSON has '<' in its texts only. Escaped, no text of a client can end the script.
std::string for_script(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '<') {
      out += "\\u003c";
    } else {
      out += c;
    }
  }
  return out;
}

json cell(const std::optional<Summed>& sum) {
  if (!sum) return {};
  return {
      {"outcome", name(sum->outcome)}, {"case", sum->case_index}, {"verdict", sum->verdict_index}};
}

json row(const Compared& compared, const std::vector<Report>& reports) {
  const ReportVerdict& verdict = compared.verdict(reports);
  const Requirement* const known = find_requirement(compared.id);
  json out = {
      {"id", compared.id},
      {"area", known ? ascii::to_upper(known->subject()) + ": " + known->area : "Scenarios"},
      {"level", verdict.level},
      {"says", known ? known->says : verdict.says},
      {"source", verdict.source},
      {"judged", known ? known->judged : ""},
      {"right", known ? example_of(known->id, "right").lines : std::vector<std::string>()},
      {"wrong", known ? example_of(known->id, "wrong").lines : std::vector<std::string>()},
      {"differs", compared.differs},
      {"cells", json::array()}};
  for (const auto& sum : compared.cells) out["cells"].push_back(cell(sum));
  return out;
}

// A verdict has most of what is said of it in its row, and there are thousands.
json lean(const Report& report) {
  json out = json::parse(to_json(report));
  for (json& one : out["cases"]) {
    for (json& verdict : one["verdicts"]) {
      for (const char* const name : {"level", "says", "source"}) verdict.erase(name);
    }
  }
  return out;
}

std::string text_of(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string data_of(const std::vector<Report>& reports, const std::vector<Compared>& rows) {
  std::string out = "{\"reports\":[";
  for (const Report& report : reports)
    out += (&report == &reports.front() ? "" : ",\n") + text_of(lean(report));
  json drawn = json::array();
  for (const Compared& each : rows) drawn.push_back(row(each, reports));
  out += "],\"rows\":" + text_of(drawn) + "}\n";
  return for_script(out);
}

std::string title_of(const std::vector<Report>& reports) {
  std::string out;
  for (const Report& report : reports) out += (out.empty() ? "" : ", ") + report.client;
  return "Postiche: " + out;
}

// A plain table, for those who let no script run.
std::string summary_of(const std::vector<Report>& reports, const std::vector<Compared>& rows) {
  std::string out = "<h1>" + html(title_of(reports)) + "</h1>\n<table>\n<tr><th>Requirement</th>";
  for (const Report& report : reports) out += "<th>" + html(report.client) + "</th>";
  out += "<th>Source</th></tr>\n";
  for (const Compared& each : rows) {
    out += "<tr><td>" + html(each.id) + "</td>";
    for (const auto& sum : each.cells)
      out += "<td>" + std::string(name(sum ? sum->outcome : Outcome::unresolved)) + "</td>";
    out += "<td>" + html(each.verdict(reports).source) + "</td></tr>\n";
  }
  return out + "</table>\n";
}

// The page's text with "{{name}}" filled in; what is filled in is not looked at again.
std::string filled(std::string_view text, const std::map<std::string, std::string>& values) {
  std::string out;
  for (std::size_t begin = text.find("{{"); begin != text.npos; begin = text.find("{{")) {
    const std::size_t end = text.find("}}", begin);
    out += text.substr(0, begin);
    out += values.at(std::string(text.substr(begin + 2, end - begin - 2)));
    text.remove_prefix(end + 2);
  }
  return out + std::string(text);
}

}  // namespace

std::string to_html(const std::vector<Report>& reports) {
  const auto files = page_files();
  std::string style, script;
  for (const EmbeddedFile& file : files) {
    if (file.name.ends_with(".css")) style += file.text;
    if (file.name.ends_with(".js")) script += file.text;
  }
  const auto rows = compared(reports);
  return filled(files.front().text, {{"title", html(title_of(reports))},
                                     {"style", style},
                                     {"summary", summary_of(reports, rows)},
                                     {"data", data_of(reports, rows)},
                                     {"script", script}});
}

}  // namespace postiche::judge
