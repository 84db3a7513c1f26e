// SPDX-License-Identifier: MIT
// `offer`: what EHLO says.

#include "harness/base/ascii.h"
#include "harness/scenario/sections.h"

namespace postiche::scenario {

namespace {

void warn_unknown(Reader& reader, const Node& node, std::string_view line) {
  // "AUTH=LOGIN" is how servers before RFC 2554 wrote it.
  const std::string word = ascii::to_upper(line.substr(0, line.find_first_of(" =")));
  Words words;
  for (const WordRow& row : capabilities()) {
    if (row.word == word) return;
    words.push_back(row.word);
  }
  if (word.substr(0, 1) == "X") return;
  reader.warning(node, "no known capability is named '" + word + "'", did_you_mean(word, words));
}

void add_capability(Reader& reader, const Node& node, std::vector<Capability>& out) {
  auto line = reader.text(node);
  if (!line) return;
  if (line->empty() || line->find_first_of("\r\n") != std::string::npos) {
    reader.error(node, "a capability is one line", "such as SIZE 1000");
    return;
  }
  warn_unknown(reader, node, *line);
  out.push_back({std::move(*line), reader.place(node)});
}

std::vector<Capability> load_capabilities(Reader& reader, const Node& node) {
  std::vector<Capability> out;
  if (node.kind == Node::Kind::list) {
    for (const Node* item : node.items) add_capability(reader, *item, out);
  } else {
    add_capability(reader, node, out);
  }
  return out;
}

void load_add(Reader& reader, const Node& node, Offer& out) {
  out.add = load_capabilities(reader, node);
}
void load_remove(Reader& reader, const Node& node, Offer& out) {
  out.remove = load_capabilities(reader, node);
}

constexpr KeyRow<Offer> rows[] = {
    {{"add", "capabilities", "Joins what the honest server offers, or replaces the same word."},
     load_add},
    {{"remove", "capabilities", "Not offered, and refused."}, load_remove},
};

}  // namespace

void load_offer(Reader& reader, const Node& node, Offer& out) {
  if (node.kind == Node::Kind::map) return load_keys(reader, node, "'offer'", rows, out);
  out.only = load_capabilities(reader, node);
}

std::vector<SectionDoc> document_offer() { return {document("offer", rows)}; }

}  // namespace postiche::scenario
