// SPDX-License-Identifier: MIT
#include "harness/transcript/text_form.h"

#include <algorithm>
#include <limits>

#include "harness/base/ascii.h"
#include "harness/base/show.h"
#include "harness/base/utf8.h"
#include "harness/transcript/dialogue_notes.h"

namespace postiche::transcript {
namespace {

using Kind = transcript::Kind;
using Line = TextLine::Kind;

// A wait that is worth a line; shorter gaps are the network's.
constexpr Duration notable_gap = Duration::milliseconds(100);
// Octets of what was said again and again that are written out.
constexpr std::size_t most_copied = 4096;
// A hundred years is the longest time that is read back.
constexpr Duration longest_gap = Duration::seconds(std::int64_t{86'400} * 36'600);

std::string escape_last(std::string text) {
  if (text.empty()) return text;
  const char last = text.back();
  if (last == ' ' || last == '~') {
    text.pop_back();
    text += last == ' ' ? "\\x20" : "\\x7e";
  }
  return text;
}

// The octets of a C or S line as the file writes them.
std::string written_octets(std::string_view octets) {
  if (octets.ends_with("\r\n")) return escape_last(escape(octets.substr(0, octets.size() - 2)));
  if (octets.ends_with("\n")) return escape(octets.substr(0, octets.size() - 1)) + "~";
  return escape(octets) + "\\";
}

// Joins client text with the line before it where that one has no ending.
void add_octets(std::vector<TextLine>& lines, Line kind, std::uint32_t connection,
                std::string_view octets, int number) {
  for (const std::string_view part : cut_lines(octets)) {
    const bool joins = kind == Line::client && !lines.empty() && lines.back().kind == kind &&
                       lines.back().connection == connection && !lines.back().text.ends_with('\n');
    if (joins) {
      lines.back().text += part;
    } else {
      lines.push_back({kind, {}, std::string(part), connection, {}, number});
    }
  }
}

}  // namespace

std::vector<std::string_view> cut_lines(std::string_view octets) {
  std::vector<std::string_view> lines;
  while (!octets.empty()) {
    const std::size_t newline = octets.find('\n');
    const std::size_t size = newline == std::string_view::npos ? octets.size() : newline + 1;
    lines.push_back(octets.substr(0, size));
    octets.remove_prefix(size);
  }
  return lines;
}

std::string TextLine::written() const {
  switch (kind) {
    case Line::header:
      return name + ": " + text;
    case Line::comment:
      return text.empty() ? "" : "# " + text;
    case Line::connection:
      return "== " + std::to_string(connection);
    case Line::client:
      return "C: " + written_octets(text);
    case Line::server:
      return "S: " + written_octets(text);
    case Line::advance:
      return "@ +" + postiche::to_text(time);
    case Line::event:
      return "! " + text;
  }
  return {};
}

std::string to_text(const std::vector<TextLine>& lines) {
  std::string out;
  for (const TextLine& line : lines) out += line.written() + "\n";
  return out;
}

// --- reading ---

namespace {

// An even number of backslashes is so many escaped ones.
bool ends_with_lone_backslash(std::string_view text) {
  const std::size_t other = text.find_last_not_of('\\');
  const std::size_t run = text.size() - (other == std::string_view::npos ? 0 : other + 1);
  return run % 2 == 1;
}

class TextReader {
 public:
  explicit TextReader(const std::string& file) : file_(file) {}

  std::optional<Error> take(std::string_view line, int number) {
    if (line.empty() || line.front() == '#') {
      const std::string_view words = line.empty() ? line : ascii::trim(line.substr(1));
      lines.push_back({Line::comment, {}, std::string(words), connection_, {}, number});
      return std::nullopt;
    }
    if (line.starts_with("C:")) return take_octets(Line::client, line.substr(2), number);
    if (line.starts_with("S:")) return take_octets(Line::server, line.substr(2), number);
    if (line.starts_with("== ")) return take_connection(line.substr(3), number);
    if (line.starts_with("@ +")) return take_time(line.substr(3), number);
    if (line.starts_with("! ")) {
      lines.push_back({Line::event, {}, std::string(line.substr(2)), connection_, {}, number});
      return std::nullopt;
    }
    const std::size_t colon = line.find(": ");
    if (colon == std::string_view::npos) {
      return fail(number, 1, "this is no line of a transcript",
                  "lines begin with C: S: @ ! == # or a header such as scenario:");
    }
    lines.push_back({Line::header,
                     std::string(line.substr(0, colon)),
                     std::string(line.substr(colon + 2)),
                     connection_,
                     {},
                     number});
    return std::nullopt;
  }

  std::vector<TextLine> lines;

 private:
  Error fail(int number, int column, std::string what, std::string hint) const {
    return {{file_, number, column}, std::move(what), std::move(hint)};
  }

  std::optional<Error> take_octets(Line kind, std::string_view written, int number) {
    if (written.starts_with(' ')) written.remove_prefix(1);
    std::string_view ending = "\r\n";
    if (written.ends_with('~')) {
      ending = "\n";
      written.remove_suffix(1);
    } else if (ends_with_lone_backslash(written)) {
      ending = "";
      written.remove_suffix(1);
    }
    auto octets = unescape(written);
    if (!octets) {
      return fail(number, 4, "a backslash begins no known escape",
                  "write \\r \\n \\t \\\\ or \\xNN");
    }
    add_octets(lines, kind, connection_, octets->append(ending), number);
    return std::nullopt;
  }

  std::optional<Error> take_connection(std::string_view word, int number) {
    const auto value = ascii::parse_number(word);
    if (!value || *value == 0 || *value > std::numeric_limits<std::uint32_t>::max()) {
      return fail(number, 4, "a connection has a number from 1", "write == 2");
    }
    connection_ = static_cast<std::uint32_t>(*value);
    lines.push_back({Line::connection, {}, {}, connection_, {}, number});
    return std::nullopt;
  }

  std::optional<Error> take_time(std::string_view word, int number) {
    const auto time = parse_duration(word);
    if (!time || time->is_forever()) {
      return fail(number, 4, "this is no time", "write @ +30s or @ +5m");
    }
    lines.push_back({Line::advance, {}, {}, connection_, *time, number});
    return std::nullopt;
  }

  const std::string& file_;
  std::uint32_t connection_ = 1;
};

}  // namespace

Result<std::vector<TextLine>> read_text(std::string_view text, const std::string& file) {
  TextReader reader(file);
  int number = 0;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (const auto error = reader.take(line, ++number)) return *error;
  }
  return std::move(reader.lines);
}

// --- writing ---

namespace {

// "near miss: too early: times used up, 2 of 2", each in its own words.
std::string describe_near_misses(const Event& event) {
  std::string words;
  for (const auto& [rule, why] : event.near_misses()) {
    words += (words.empty() ? "near miss: " : "; ") + escape(rule) + ": " + escape(why);
  }
  return words;
}

std::string describe_message(const Event& event) {
  const bool accepted = event.field("accepted") == "yes";
  std::string words = "message ";
  if (const auto id = event.field("id")) words += escape(*id) + " ";
  words += !accepted ? "refused" : event.field("discarded") ? "discarded" : "accepted";
  words += ", " + escape(event.field("size").value_or("0")) + " octets";
  if (const auto end = event.field("end")) words += ", ended by " + escape(*end);
  return words;
}

// What stands behind "! " for this event; empty where its octets say it all.
std::string describe(const Event& event) {
  const auto text = [&](std::string_view name) { return escape(event.field(name).value_or("")); };
  switch (event.kind) {
    case Kind::rule:
      return "rule " + text("rule");
    case Kind::note:
      if (event.field("note") == "near-miss") return describe_near_misses(event);
      if (event.field("note") == "client-ended") return "the client " + text("how");
      return event.fields.size() == 1 ? "note " + note_words(event) : note_words(event);
    case Kind::tls:
      return tls_words(event);
    case Kind::message:
      return describe_message(event);
    case Kind::close:
      return "closed by " + text("by") + " (" + text("how") + ")";
    default:
      return {};
  }
}

class TextWriter {
 public:
  void take(const Event& event, Secrets secrets) {
    const std::size_t known = lines.size();
    write(event, secrets);
    for (std::size_t i = known; i < lines.size(); ++i) lines[i].sequence = event.sequence;
    place(known, event.bytes.size());
  }

  std::vector<TextLine> lines;

 private:
  void write(const Event& event, Secrets secrets) {
    if (event.kind == Kind::open) {
      mark_time(event);
      return switch_to(event.connection, true);
    }
    mark_time(event);
    switch_to(event.connection, false);
    const Line kind = event.direction == Direction::in ? Line::client : Line::server;
    const bool hides = secrets == Secrets::masked && has_secret(event);
    if (hides) {
      add_octets(lines, kind, event.connection, masked(event), 0);
    } else {
      const bool repeats = event.times() > 1;
      const std::string copies = repeats ? event.copies(most_copied) : std::string();
      const bool all =
          copies.size() / std::max<std::size_t>(1, event.bytes.size()) == event.times();
      add_octets(lines, kind, event.connection, repeats && all ? copies : event.bytes, 0);
      if (repeats && !all) add_event(event, "said " + std::to_string(event.times()) + " times");
    }
    const auto notes = dialogue_lines(event, secrets);
    for (const std::string& line : notes) add_event(event, line);
    const std::string words = notes.empty() ? describe(event) : std::string();
    if (!words.empty()) add_event(event, words);
    for (const Field& field : event.fields) {
      if (field.name == "deviation") add_event(event, "deviation " + escape(field.value));
    }
  }

  // Where the new lines begin among so many octets: the first of these may have ended an older
  // line.
  void place(std::size_t known, std::size_t octets) {
    std::size_t offset = octets;
    for (std::size_t i = known; i < lines.size(); ++i) {
      offset -= std::min(offset, lines[i].kind == Line::event ? 0 : lines[i].text.size());
    }
    for (std::size_t i = known; i < lines.size(); ++i) {
      lines[i].offset = offset;
      offset += lines[i].kind == Line::event ? 0 : lines[i].text.size();
    }
  }

  void switch_to(std::uint32_t connection, bool opened) {
    const bool first = connection_ == 0;
    if (connection == connection_ || connection == 0) return;  // 0: of the run
    connection_ = connection;
    // The first connection needs no line of its own.
    if (!(first && opened && connection == 1)) {
      lines.push_back({Line::connection, {}, {}, connection, {}, 0});
    }
  }

  void mark_time(const Event& event) {
    Duration gap = event.virtual_at - last_;
    if (started_ && gap < notable_gap) return;
    gap = std::min(gap, longest_gap);
    if (started_) lines.push_back({Line::advance, {}, {}, connection_, gap, 0});
    started_ = true;
    last_ = event.virtual_at;
  }

  void add_event(const Event& event, std::string words) {
    // What happened to the run stands with the connection that was spoken of last.
    const std::uint32_t here = event.connection == 0 ? std::max(1U, connection_) : connection_;
    lines.push_back({Line::event, {}, std::move(words), here, {}, 0});
  }

  std::uint32_t connection_ = 0;
  VirtualTime last_;
  bool started_ = false;
};

}  // namespace

std::string tls_words(const Event& event) {
  const auto text = [&](std::string_view name) { return escape(event.field(name).value_or("")); };
  if (event.field("failed")) return "tls failed: " + text("failed");
  return "tls " + text("version") + " " + text("cipher") +
         (event.field("resumed") ? ", resumed" : "");
}

std::string note_words(const Event& event) {
  const auto text = [&](std::string_view name) { return escape(event.field(name).value_or("")); };
  const auto note = event.field("note");
  if (note == "set") return "set " + text("name") + " to " + text("value");
  if (note == "verdict") return "verdict " + text("level") + ": " + text("says");
  if (note == "call") {
    const bool is_good = event.field("answer").has_value();
    const std::string_view why = event.field("unused") ? "unused" : "problem";
    return "call " + text("name") +
           (is_good ? " answered " + text("answer") : " gave no answer: " + text(why));
  }
  if (note == "authenticated") return "authenticated " + text("name") + ", " + text("mechanism");
  if (event.field("name")) return text("note") + " " + text("name");
  return text("note");
}

std::vector<TextLine> text_lines(const std::vector<const Event*>& events, Secrets secrets) {
  TextWriter writer;
  for (const Event* const event : events) writer.take(*event, secrets);
  return std::move(writer.lines);
}

}  // namespace postiche::transcript
