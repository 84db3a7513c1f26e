// SPDX-License-Identifier: MIT
#include "harness/judge/report/failure.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "harness/base/ascii.h"
#include "harness/judge/report/report_lines.h"
#include "harness/transcript/text_form.h"

namespace postiche::judge {
namespace {

using transcript::TextLine;
using Lines = std::vector<TextLine>;
// Which lines are guilty, and of what.
using Marks = std::map<std::size_t, std::vector<std::string>>;

constexpr std::size_t lines_around = 4;
// A client that does the same wrong thing a thousand times is shown doing it these many times.
constexpr std::size_t most_marked = 3;
constexpr std::size_t most_verdicts = 8;
// Lines of one reply that are all shown.
constexpr std::size_t most_of_reply = 5;
constexpr std::size_t widest = 160;
constexpr std::size_t marks_begin_at = 40;

bool has_octets(const TextLine& line) {
  return line.kind == TextLine::Kind::client || line.kind == TextLine::Kind::server;
}

// The line of this event that has the octet at `offset`, or else its first.
std::size_t line_of(const Lines& lines, std::uint64_t sequence, std::size_t offset) {
  const auto is_before = [](const TextLine& line, std::uint64_t wanted) {
    return line.sequence < wanted;
  };
  const auto first = std::lower_bound(lines.begin(), lines.end(), sequence, is_before);
  std::size_t found = static_cast<std::size_t>(first - lines.begin());
  // What continues the line of an earlier event has none of its own.
  const bool is_joined = found == lines.size() || lines[found].sequence != sequence;
  if (is_joined) return found == 0 ? 0 : found - 1;
  std::optional<std::size_t> best;
  std::size_t octets = found;
  for (; found < lines.size() && lines[found].sequence == sequence; ++found) {
    if (!has_octets(lines[found])) continue;
    if (!best) octets = found;
    if (!best || lines[found].offset <= offset) best = found;
  }
  const bool is_in_older_line = best && octets > 0 && lines[octets].offset > offset;
  return is_in_older_line ? octets - 1 : best.value_or(octets);
}

// `Failed` is a verdict, or one of a report, whose marks count characters; `octets_before` tells
// for a mark of either where it begins.
template <typename Failed, typename OctetsBefore>
Marks marks_on(const Lines& lines, const std::vector<Failed>& failed,
               const OctetsBefore& octets_before) {
  Marks marks;
  for (std::size_t i = 0; i < std::min(failed.size(), most_verdicts); ++i) {
    const Failed& verdict = failed[i];
    for (std::size_t j = 0; j < std::min(verdict.evidence.size(), most_marked); ++j) {
      const std::uint64_t sequence = verdict.evidence[j];
      const auto mark = std::find_if(verdict.marks.begin(), verdict.marks.end(),
                                     [&](const auto& one) { return one.sequence == sequence; });
      const std::size_t offset = mark == verdict.marks.end() ? 0 : octets_before(*mark);
      auto& ids = marks[line_of(lines, sequence, offset)];
      if (std::find(ids.begin(), ids.end(), verdict.id) == ids.end()) ids.push_back(verdict.id);
    }
  }
  return marks;
}

Marks marks_on(const Lines& lines, const std::vector<Verdict>& failed) {
  return marks_on(lines, failed, [](const Mark& mark) { return mark.offset; });
}

// How much is shown where nothing is marked: so many lines of the beginning, and of the end.
struct Ends {
  std::size_t first = 0, last = 0;
};

// Whether the reply goes on in the next line (RFC 5321 sec 4.2.1).
bool goes_on(const Lines& lines, std::size_t at) {
  const TextLine& line = lines[at];
  return line.kind == TextLine::Kind::server && line.text.size() > 3 && line.text[3] == '-' &&
         ascii::is_digit(line.text[0]) && at + 1 < lines.size() &&
         lines[at + 1].kind == TextLine::Kind::server &&
         lines[at + 1].connection == line.connection;
}

// All of them, but of a long reply, as to EHLO, only its ends and what is marked.
std::vector<std::size_t> lines_without_long_replies(const Lines& lines, const Marks& marks) {
  std::vector<std::size_t> kept;
  for (std::size_t begin = 0, end = 0; begin < lines.size(); begin = end) {
    for (end = begin + 1; goes_on(lines, end - 1);) ++end;
    const bool is_long = end - begin > most_of_reply;
    for (std::size_t i = begin; i < end; ++i) {
      if (!is_long || i == begin || i + 1 == end || marks.contains(i)) kept.push_back(i);
    }
  }
  return kept;
}

std::set<std::size_t> lines_to_show(const Lines& lines, const Marks& marks, const Ends& ends) {
  const std::vector<std::size_t> kept = lines_without_long_replies(lines, marks);
  std::set<std::size_t> shown;
  const auto add = [&](std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < std::min(to, kept.size()); ++i) shown.insert(kept[i]);
  };
  for (const auto& [line, ids] : marks) {
    const auto found = std::lower_bound(kept.begin(), kept.end(), line);
    const auto at = static_cast<std::size_t>(found - kept.begin());
    add(at - std::min(at, lines_around), at + lines_around + 1);
  }
  add(0, ends.first);
  add(kept.size() - std::min(kept.size(), ends.last), kept.size());
  return shown;
}

std::string clipped(std::string text) {
  if (text.size() <= widest) return text;
  std::size_t end = widest;
  // Not in the middle of a character of UTF-8.
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + " ...";
}

std::string joined(const std::vector<std::string>& ids) {
  std::string out;
  for (const std::string& id : ids) out += (out.empty() ? "" : ", ") + id;
  return out;
}

// What was found, and under it what was asked and who asks it.
std::string headline(const ReportVerdict& verdict) {
  const std::string found =
      std::string(name(verdict.outcome)) + " " + verdict.id + ": " + verdict.measured + "\n";
  if (verdict.says.empty()) return found;
  const std::string source = verdict.source.empty() ? "" : ", " + verdict.source;
  return found + "  " + verdict.says + " (" + verdict.level + source + ")\n";
}

// A line of the conversation, and of what it is guilty.
std::string written(const TextLine& line, const std::vector<std::string>& ids) {
  std::string text = clipped(line.written());
  if (ids.empty()) return "    " + text + "\n";
  if (text.size() < marks_begin_at) text.resize(marks_begin_at, ' ');
  return "  > " + text + "  <-- " + joined(ids) + "\n";
}

std::string conversation(const Lines& lines, const Marks& marks, const Ends& ends) {
  std::string out;
  std::size_t next = 0;
  std::uint32_t connection = 1;
  for (const std::size_t i : lines_to_show(lines, marks, ends)) {
    if (i > next) out += "    ...\n";
    next = i + 1;
    const bool is_elsewhere = lines[i].connection != connection;
    connection = lines[i].connection;
    if (is_elsewhere && lines[i].kind != TextLine::Kind::connection) {
      out += "    == " + std::to_string(connection) + "\n";
    }
    const auto mark = marks.find(i);
    out += written(lines[i], mark == marks.end() ? std::vector<std::string>() : mark->second);
  }
  return out + (next < lines.size() ? "    ...\n" : "");
}

std::vector<ReportVerdict> explained(const std::vector<Verdict>& failed) {
  std::vector<ReportVerdict> out;
  for (const Verdict& verdict : failed) out.push_back(report_verdict(verdict));
  return out;
}

// Where nothing is guilty, since it never came, the end of the conversation tells most.
Ends ends_beside(const Marks& marks) { return marks.empty() ? Ends{.last = 12} : Ends{}; }

std::string told(const std::vector<ReportVerdict>& failed, const Lines& lines, const Marks& marks,
                 const Ends& ends) {
  std::string out;
  for (const ReportVerdict& verdict : failed) out += headline(verdict);
  if (!out.empty()) out += "\n";
  return out + (lines.empty() ? "  nobody has connected\n" : conversation(lines, marks, ends));
}

}  // namespace

std::string failure_text(const std::vector<Verdict>& failed,
                         const std::vector<const transcript::Event*>& events,
                         transcript::Secrets secrets) {
  const Lines lines = transcript::text_lines(events, secrets);
  const Marks marks = marks_on(lines, failed);
  return told(explained(failed), lines, marks, ends_beside(marks));
}

std::string failure_text(const std::vector<ReportVerdict>& failed, const ReportCase& one) {
  const Lines lines = text_lines(one);
  const Marks marks =
      marks_on(lines, failed, [&](const ReportMark& mark) { return octets_before(one, mark); });
  return told(failed, lines, marks, ends_beside(marks));
}

std::string annotated_text(const std::vector<Verdict>& failed,
                           const std::vector<const transcript::Event*>& events,
                           transcript::Secrets secrets) {
  const Lines lines = transcript::text_lines(events, secrets);
  return told(explained(failed), lines, marks_on(lines, failed), {.first = 30, .last = 60});
}

}  // namespace postiche::judge
