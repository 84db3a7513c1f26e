// SPDX-License-Identifier: MIT
// The lines of a dialogue: what S: says, and what C: waits for.

#include <algorithm>
#include <array>

#include "harness/base/ascii.h"
#include "harness/base/show.h"
#include "harness/scenario/bytes.h"
#include "harness/scenario/load/sections.h"

namespace postiche::scenario {

namespace {

constexpr std::uint64_t most_octets = 1024 * 1024;
constexpr std::uint64_t usual_octets = 64 * 1024;

std::string shown_bytes(const Template& bytes) {
  const std::string text =
      bytes.expand([](std::string_view name) { return "{" + std::string(name) + "}"; });
  const bool is_long = text.size() > 40;
  return "'" + escape(text.substr(0, 40)) + (is_long ? "...' as bytes" : "' as bytes");
}

// --- C: as text ---

// Names that speak of the command at hand, which a line that is still to come can't be.
bool is_of_the_command(std::string_view name) {
  constexpr std::array words = {"verb", "argument", "line", "tag", "recipient", "count", "left"};
  return std::find(words.begin(), words.end(), name) != words.end();
}

bool has_value(const Reader& reader, std::string_view name) {
  const auto rows = template_names();
  return reader.variables().contains(name) ||
         std::any_of(rows.begin(), rows.end(),
                     [&](const WordRow& row) { return row.word == name; });
}

void load_text_line(Reader& reader, const Node& node, std::vector<std::string>& captured,
                    DialogueItem& out) {
  std::string text = node.text;
  std::replace(text.begin(), text.end(), '*', LinePattern::wildcard);
  const auto line = reader.template_from(node, text);
  if (!line) return;
  std::vector<std::string> names;
  for (const std::string_view name : line->names()) {
    names.emplace_back(name);
    if (std::all_of(name.begin(), name.end(), ascii::is_digit)) {
      reader.error(node, "'{" + names.back() + "}' can't capture",
                   "a literal of IMAP is written {{" + names.back() + "}}");
    } else if (is_of_the_command(name)) {
      reader.error(node, "'{" + names.back() + "}' has a meaning already and can't capture",
                   "choose another name");
    } else if (!has_value(reader, name)) {
      captured.emplace_back(name);
    }
  }
  reader.check_names(names);
  const auto is_capture = [&](std::string_view name) { return !has_value(reader, name); };
  out.what = HearItem{LinePattern::from(*line, is_capture)};
}

// "/re/i" becomes "/^(?:re)$/i".
void load_regex_line(Reader& reader, const Node& node, std::vector<std::string>& captured,
                     DialogueItem& out) {
  const auto text = reader.pattern_text(node);
  if (!text) return;
  const auto written = Pattern::parse(*text);
  if (!written) {
    reader.error(node, written.error().what, written.error().hint);
    return;
  }
  const std::size_t end = text->rfind('/');
  const std::string whole = "/^(?:" + text->substr(1, end - 1) + ")$/" + text->substr(end + 1);
  const auto names = written->group_names();
  captured.insert(captured.end(), names.begin(), names.end());
  out.what = HearItem{LinePattern::regex(*Pattern::parse(whole), *text)};
}

// --- C: as a map ---

struct Octets {
  HearOctetsItem item;
  bool has_count = false;
};

void load_count(Reader& reader, const Node& node, Octets& out) {
  const auto size = reader.size(node);
  if (size && (*size == 0 || *size > most_octets)) {
    reader.error(node, "a C: waits for 1 byte to 1MB", "content is heard with 'message'");
  } else if (size) {
    out.item.count = *size;
  }
  out.has_count = true;
}
void load_until(Reader& reader, const Node& node, Octets& out) {
  out.item.until = reader.text(node).value_or("");
  if (node.kind == Node::Kind::text && node.text.empty()) {
    reader.error(node, "nothing is no end of anything", "such as \"\\r\\n\"");
  }
}
void load_at_most(Reader& reader, const Node& node, Octets& out) {
  const auto size = reader.size(node);
  if (size && *size > most_octets) {
    reader.error(node, "a C: waits for 1MB at most", "content is heard with 'message'");
  } else if (size) {
    out.item.at_most = *size;
  }
}
constexpr KeyRow<Octets> octets_rows[] = {
    {{"bytes", "a size", "So many bytes, whatever they are."}, load_count},
    {{"until", "a text", "All up to this text, and the text itself."}, load_until},
    {{"at-most", "a size", "With `until`: so many bytes, then it is a mismatch; 64KB."},
     load_at_most},
};

void load_octets(Reader& reader, const Node& node, DialogueItem& out) {
  Octets octets;
  load_keys(reader, node, "'C'", octets_rows, octets);
  HearOctetsItem& item = octets.item;
  const bool has_until = node.find("until") != nullptr;
  if (octets.has_count && has_until) {
    reader.error(node, "a C: waits for so many bytes or until a text, not both");
  }
  if (item.at_most == 0) item.at_most = std::max<std::uint64_t>(usual_octets, item.until.size());
  if (item.at_most < item.until.size()) {
    reader.error(node, "'at-most' leaves no room for the text that is waited for");
  }
  out.shown = has_until ? "C: bytes until '" + escape(item.until) + "'"
                        : "C: " + std::to_string(item.count) + " bytes";
  out.what = std::move(item);
}

// Exact bytes, written as those of `send`.
void load_exact(Reader& reader, const Node& node, const std::vector<std::string>& captured,
                DialogueItem& out) {
  Step step;
  load_bytes(reader, node, "'C'", step);
  reader.check_names(captured);
  const auto& send = std::get<SendStep>(step.what);
  HearOctetsItem item;
  item.exact = send.bytes;
  if (send.repeat > 1) {
    reader.error(node, "a C: hears its bytes once", "write 'repeat' around it");
  } else if (send.bytes.is_literal() && send.bytes.leading_text().empty()) {
    reader.error(node, "nothing can't be waited for");
  }
  out.shown = "C: " + shown_bytes(send.bytes);
  out.what = std::move(item);
}

}  // namespace

void load_said(Reader& reader, const Node& node, DialogueItem& out) {
  if (node.kind == Node::Kind::map) {
    Step step;
    step.place = out.place;
    load_bytes(reader, node, "'S'", step);
    out.shown = "S: " + shown_bytes(std::get<SendStep>(step.what).bytes);
    out.what = std::move(step);
    return;
  }
  SayItem say{load_said_lines(reader, node)};
  const Node* const first = node.items.empty() ? &node : node.items.front();
  out.shown = "S: " + first->text.substr(0, first->text.find('\n'));
  out.what = std::move(say);
}

void load_heard(Reader& reader, const Node& node, std::vector<std::string>& captured,
                DialogueItem& out) {
  if (node.kind == Node::Kind::map) {
    const bool counted = node.find("bytes") || node.find("until") || node.find("at-most");
    if (counted) return load_octets(reader, node, out);
    return load_exact(reader, node, captured, out);
  }
  if (node.kind != Node::Kind::text) {
    Node item;
    item.line = out.place.line;
    item.column = out.place.column;
    reader.error(item, "expected a line of the client, found " + node.describe(),
                 "one C: is one line, such as EHLO *");
    return;
  }
  out.shown = "C: " + node.text;
  // In IMAP it is a whole command, and lines may end within its literals.
  const bool may_end = reader.protocol() == Protocol::imap;
  if (!may_end && node.text.find_first_of("\r\n") != std::string::npos) {
    reader.error(node, "a C: line holds no line ending", "exact bytes go with C: {text: ...}");
  } else if (node.text.starts_with('/')) {
    load_regex_line(reader, node, captured, out);
  } else {
    load_text_line(reader, node, captured, out);
  }
}

std::vector<SectionDoc> document_dialogue_lines() { return {document("C as a map", octets_rows)}; }

}  // namespace postiche::scenario
