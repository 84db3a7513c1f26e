// SPDX-License-Identifier: MIT
#include "harness/judge/examples.h"

#include "harness/judge/embedded.h"
#include "harness/transcript/text_form.h"

namespace postiche::judge {
namespace {

using transcript::TextLine;
using LineKind = TextLine::Kind;

constexpr std::size_t width = 76;       // columns of a line
constexpr std::size_t whole_reply = 4;  // lines of ours that are all shown

// Of events, what the engine thought of on its way is for whoever writes scenarios.
bool is_for_people(const TextLine& line) {
  if (line.kind == LineKind::event) return !line.text.starts_with("near miss");
  return line.kind != LineKind::header && line.kind != LineKind::comment;
}

std::string shortened(std::string text) {
  if (text.size() > width) text.replace(width - 3, std::string::npos, "...");
  return text;
}

// Of many lines of the server the first and the last.
void show_server(const std::vector<std::string>& run, std::vector<std::string>& out) {
  if (run.size() <= whole_reply) {
    out.insert(out.end(), run.begin(), run.end());
    return;
  }
  out.push_back(run.front());
  out.push_back("S: ... " + std::to_string(run.size() - 2) + " more");
  out.push_back(run.back());
}

std::vector<std::string> shown(const std::vector<TextLine>& lines) {
  std::vector<std::string> out, server;
  for (const TextLine& line : lines) {
    if (!is_for_people(line)) continue;
    if (line.kind == LineKind::server) {
      server.push_back(shortened(line.written()));
      continue;
    }
    show_server(server, out);
    server.clear();
    out.push_back(shortened(line.written()));
  }
  show_server(server, out);
  return out;
}

std::string outcome_in(const std::vector<TextLine>& lines, std::string_view id) {
  const std::string start = std::string(id) + " ";
  for (const TextLine& line : lines) {
    if (line.name == "verdict" && line.text.starts_with(start)) {
      return line.text.substr(start.size());
    }
  }
  return "";
}

}  // namespace

Example example_of(std::string_view id, std::string_view kind) {
  const std::string name = std::string(id) + "/" + std::string(kind) + ".txt";
  for (const EmbeddedFile& file : example_files()) {
    if (file.name != name) continue;
    const auto lines = transcript::read_text(file.text, name);
    if (!lines) return {};
    return {shown(*lines), outcome_in(*lines, id)};
  }
  return {};
}

}  // namespace postiche::judge
