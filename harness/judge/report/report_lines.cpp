// SPDX-License-Identifier: MIT
#include "harness/judge/report/report_lines.h"

#include <algorithm>

#include "harness/base/show.h"
#include "harness/base/utf8.h"

namespace postiche::judge {
namespace {

using transcript::TextLine;
using LineKind = transcript::TextLine::Kind;

constexpr std::string_view more = " ...";

// What was left out is not said to have had no end of line.
std::string octets_of(const ReportLine& line) {
  std::string octets = unescape(line.text).value_or(line.text);
  const bool is_cut = octets.size() != line.size && octets.ends_with(more);
  return is_cut ? octets + "\r\n" : octets;
}

}  // namespace

std::vector<TextLine> text_lines(const ReportCase& one) {
  std::vector<TextLine> lines;
  std::uint32_t connection = 1;
  const auto add = [&](const ReportLine& from, LineKind kind, std::string_view text) {
    TextLine& line = lines.emplace_back();
    line.kind = kind;
    line.text = text;
    line.connection = connection;
    line.sequence = from.sequence;
  };
  for (const ReportLine& line : one.lines) {
    const bool is_elsewhere = line.connection != 0 && line.connection != connection;
    if (is_elsewhere) {
      connection = line.connection;
      add(line, LineKind::connection, {});
    }
    if (line.size == 0) {
      add(line, LineKind::event, line.text);
      continue;
    }
    const std::string octets = octets_of(line);
    std::size_t offset = 0;
    for (const std::string_view part : transcript::cut_lines(octets)) {
      add(line, line.direction == "in" ? LineKind::client : LineKind::server, part);
      lines.back().offset = offset;
      offset += part.size();
    }
  }
  return lines;
}

std::size_t octets_before(const ReportCase& one, const ReportMark& mark) {
  const auto line = std::find_if(one.lines.begin(), one.lines.end(), [&](const ReportLine& each) {
    return each.sequence == mark.sequence;
  });
  if (line == one.lines.end()) return 0;
  std::string_view rest = line->text;
  for (std::size_t i = 0; i < mark.begin && !rest.empty(); ++i) {
    rest.remove_prefix(std::max<std::size_t>(1, utf8::leading_character(rest)));
  }
  const std::string before = line->text.substr(0, line->text.size() - rest.size());
  return unescape(before).value_or(before).size();
}

}  // namespace postiche::judge
